//! A chart drawn in the browser from a small description in JSON, with its table below for everybody else
//! (`assets/js/charts.js` loads the library only on pages that have one). Used by reports and dashboards.

use super::words::Lang;
use maud::{Markup, PreEscaped, html};

/// `spec` is the JSON the script reads:
/// `{"kind":"bar|line|pie|funnel","stack":bool,"horizontal":bool,"unit":"…","categories":["…"],"short":["…"],"series":[{"name":"…","values":[n|null],"texts":["…"],"href":["…"]}]}`.
/// `short` are the categories as the axis names them; `texts`, the values as people read them, stand at the bars instead of an axis.
#[derive(Clone, Debug, Default)]
pub struct Chart {
    pub id: String,
    /// Name and, for screen readers, what it shows.
    pub title: String,
    pub spec: String,
    /// Column heads of the table (label, is a number) and its rows.
    pub head: Vec<(String, bool)>,
    pub rows: Vec<Vec<Markup>>,
}

impl Chart {
    pub fn html(&self, lang: Lang) -> Markup {
        let head: Vec<(&str, bool)> = self.head.iter().map(|(label, number)| (label.as_str(), *number)).collect();
        html! {
            figure class="chartb" {
                div class="chart" id=(self.id) data-chart role="img" aria-label=(self.title) {
                    // "</" cannot end the element early when its "<" is written as an escape of JSON.
                    script type="application/json" { (PreEscaped(self.spec.replace('<', "\\u003c"))) }
                }
                (super::bars::as_table(lang, &self.title, &head, &self.rows))
            }
        }
    }
}

//! Attachments: a file that was taken in becomes a record that hangs on another one, and is seen by whoever sees that. A verb for the upload,
//! and an `after` rule that hangs what was uploaded before its record was there. The bytes lie in the blob store under their digest.

use records::{
    Cx,
    access::{Action, scope},
    schema::FieldType,
    visible::Visible,
    write::{self, Change, Draft, Input, Written},
};
use types::{Id, Linked, Name, Problem, Result, Value};

use super::content_type;
use crate::work::{change, look, reveal, verb};

/// A file whose bytes are stored.
#[derive(Clone, Debug)]
pub struct Arrival {
    /// as the person's machine calls it
    pub name: String,
    /// bytes
    pub size: u64,
    /// from its content
    pub content_type: &'static str,
    /// 64 hexadecimal digits
    pub sha256: String,
}

impl Arrival {
    /// `head` is the beginning of its bytes, `content_type::HEAD` of them.
    pub fn new(name: String, size: u64, head: &[u8], sha256: String) -> Arrival {
        let content_type = content_type::of(head, &name);
        Arrival { name, size, content_type, sha256 }
    }

    /// What the record of the file holds, field by field.
    pub fn known(&self) -> Result<Vec<(Name, Value)>> {
        let size = i64::try_from(self.size).map_err(|_| Problem::field("size", "out_of_range"))?;
        let known = [
            ("name", Value::Text(plain(&self.name))),
            ("size", Value::Int(size)),
            ("content_type", Value::text(self.content_type)),
            ("sha256", Value::text(&self.sha256)),
        ];
        Ok(known.map(|(name, value)| (Name::of(name), value)).into())
    }
}

/// Whether the caller attaches anything at all.
pub fn may(cx: &mut Cx) -> Result<()> {
    scope(cx, cx.catalog.must("files"), Action::Create).map(drop)
}

/// The record that `accounts/0J4K…` means.
///
/// # Errors
/// 404 for what can be no record.
pub fn about(text: &str) -> Result<(Name, Id)> {
    let (object, id) = text.split_once('/').ok_or_else(|| Problem::field("about", "missing_link"))?;
    Ok((Name::parse(object).ok_or_else(Problem::not_found)?, Id::asked(id)?))
}

/// Longest name that is kept, in characters.
const LONGEST: usize = 200;

/// Makes the record of a file. Without `about` only those who reach its owner see it, until a record takes it.
pub fn attach(cx: &mut Cx, file: &Arrival, about: Option<(Name, Id)>) -> Result<Visible> {
    let scope = verb(cx, "files", Action::Create)?;
    let input = file.known()?.into_iter().fold(Input::default(), |input, (name, value)| input.set(&name, value));
    let input = match about {
        Some((object, id)) => input.set("about", Value::Link(Linked::to_any(object, id))),
        None => input,
    };
    let made = write::created(cx, &scope, input)?;
    reveal(cx, "files", made)
}

/// A name without folders and without what turns text around or ends a line; it never names a place on a disk.
fn plain(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept = straight(last);
    let kept = kept.trim();
    let length = kept.chars().count();
    match kept {
        "" => "file".to_string(),
        // the end says what it is
        _ if length > LONGEST => kept.chars().skip(length - LONGEST).collect(),
        _ => kept.to_string(),
    }
}

/// Without what would show a name other than it is.
pub fn straight(name: &str) -> String {
    let turning = |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    name.chars().filter(|c| !c.is_control() && !turning(*c)).collect()
}

/// A name that somebody gave a file, in a cell or by hand, is shown as it is.
pub fn plain_name(_: &mut Cx, draft: &mut Draft) -> Result<()> {
    let name = draft.get("name").as_text().unwrap_or_default();
    let kept = straight(name);
    if kept != name {
        draft.set("name", Value::Text(kept));
    }
    Ok(())
}

/// A file without bytes is none.
pub fn check(_: &mut Cx, draft: &Draft) -> Result<()> {
    match draft.is_new() && draft.get("sha256").is_empty() {
        true => Err(Problem::field("sha256", "no_content")),
        false => Ok(()),
    }
}

/// Files that were uploaded while a record was being written now belong to it.
pub fn hang(cx: &mut Cx, written: &Written) -> Result<()> {
    if !matches!(written.change, Change::Created | Change::Updated) {
        return Ok(());
    }
    let object = written.object.clone();
    for field in object.living().filter(|field| matches!(field.kind, FieldType::Files)) {
        let Value::Links(links) = written.get(&field.name) else { continue };
        if !written.changed(&field.name) {
            continue;
        }
        for link in links {
            let loose = look(cx, "files", link.id, &["about"])?.is_some_and(|file| file.get("about").is_empty());
            if loose {
                let about = Value::Link(Linked::to_any(object.name.clone(), written.after.id));
                change(cx, "files", link.id, Input::default().set("about", about))?;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Company, company, refusal};

    #[test]
    fn a_name_is_no_path_and_hides_nothing() {
        assert_eq!(plain("C:\\Users\\me\\合同.pdf"), "合同.pdf");
        assert_eq!(plain("../../etc/passwd"), "passwd");
        assert_eq!(plain("bill\u{202e}fdp.exe"), "billfdp.exe");
        assert_eq!(plain("a\r\nb"), "ab");
        assert_eq!(plain("/"), "file");
        assert!(plain(&format!("{}.pdf", "x".repeat(500))).ends_with("x.pdf"));
    }

    fn arrive(house: &Company, who: Id, about: Option<(Name, Id)>) -> Result<Id> {
        let file =
            Arrival { name: "合同.pdf".into(), size: 3, content_type: "application/pdf", sha256: "a".repeat(64) };
        house.write(who, move |cx| attach(cx, &file, about.clone()).map(|made| made.id))
    }

    #[test]
    fn a_file_is_seen_by_whoever_sees_what_it_hangs_on() {
        company(|house| {
            let (chen, lin, gu) = (house.chen, house.lin, house.gu);
            let account = house.add(chen, "accounts", &[("name", "苏州恒泰")]);
            let file = arrive(house, chen, Some((Name::of("accounts"), account))).unwrap();
            assert!(house.get(lin, "files", file).is_ok());
            assert_eq!(refusal(house.get(gu, "files", file)), "not_found");
            // nobody hangs a file on what they cannot see
            assert_eq!(refusal(arrive(house, gu, Some((Name::of("accounts"), account)))), "about:missing_link");
            house.delete(house.zhou, "accounts", account).unwrap();
            assert_eq!(refusal(house.get(lin, "files", file)), "not_found");
        });
    }

    #[test]
    fn what_is_uploaded_first_hangs_on_the_activity_that_takes_it() {
        company(|house| {
            let (chen, lin, gu) = (house.chen, house.lin, house.gu);
            let account = house.add(chen, "accounts", &[("name", "苏州恒泰")]);
            let file = arrive(house, chen, None).unwrap();
            assert_eq!(refusal(house.get(gu, "files", file)), "not_found");
            let about = format!("accounts {account}");
            let input = |private: &str| {
                let input = Input::default()
                    .text("kind", "note")
                    .text("body", "见附件")
                    .text("private", private)
                    .set("files", Value::Links(vec![Linked::to(file)]));
                let (object, id) = about.split_once(' ').expect("two words");
                input.set("about", Value::Link(Linked::to_any(Name::of(object), Id::parse(id).expect("an id"))))
            };
            let open = input("false");
            let note = house.write(chen, move |cx| {
                let object = cx.catalog.find("activities")?;
                write::create(cx, &object, open.clone()).map(|made| made.id)
            });
            let note = note.unwrap();
            assert_eq!(house.field("files", file, "about"), "见附件");
            assert!(house.get(lin, "files", file).is_ok(), "who sees the account sees its notes and their files");
            assert_eq!(refusal(house.get(gu, "files", file)), "not_found");
            house.edit(chen, "activities", note, &[("private", "true")]).unwrap();
            assert_eq!(refusal(house.get(lin, "files", file)), "not_found");
            assert!(house.get(chen, "files", file).is_ok());
        });
    }
}

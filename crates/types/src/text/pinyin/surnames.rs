//! Family names: the compound ones, and the single ones that are read differently as a name. Used by `pinyin` and `person`.

use std::collections::HashMap;
use std::sync::LazyLock;

/// Family names of more than one character, with their readings where these are not the ordinary ones.
const COMPOUND: &str = "\
欧阳 上官 司马 诸葛 东方 皇甫 尉迟yu,chi 公孙 令狐 慕容 长孙zhang,sun 宇文 司徒 司空 司寇 夏侯 轩辕 端木 独孤 南宫 百里 呼延 \
东郭 南门 羊舌 微生 梁丘 左丘 东门 西门 闻人 赫连 澹台 公冶 宗政 濮阳 淳于 太叔 申屠 仲孙 钟离 鲜于 闾丘 亓官 颛孙 子车zi,ju \
巫马 公西 公羊 公良 漆雕 乐正yue,zheng 壤驷 拓跋 夹谷 宰父 谷梁 榖梁 段干 万俟mo,qi 第五 仉督 句龙gou,long 毌丘guan,qiu 完颜 \
纳兰 贺兰 耶律 太史 叶赫 达奚 哥舒 爱新觉罗";

/// Family names of one character whose reading as a name is not the first of `readings`.
const SINGLE: &str = "\
单shan 解xie 区ou 查zha 盖ge 朴piao 繁po 员yun 乐yue 洗xian 召shao 句gou 能nai 折she 秘bi 六lu 祭zhai 郄qie 种chong 炅gui \
角jue 适kuo 行xing 钭tou 於yu 撒sa 要yao 过guo 莘shen 啜chuai";

/// The family name that begins a Chinese name: how many characters, and their syllables where the reading is special. A single
/// unknown character counts as a family name.
pub fn family_name(name: &[char]) -> (usize, Option<&'static [&'static str]>) {
    for length in [4, 2] {
        // A name that is only a compound family name has no given name to split off.
        if name.len() > length
            && let Some(syllables) = TABLE.get(&name[..length].iter().collect::<String>())
        {
            return (length, special(syllables));
        }
    }
    match name.first().and_then(|c| TABLE.get(c.encode_utf8(&mut [0; 4]) as &str)) {
        Some(syllables) => (1, special(syllables)),
        None => (name.len().min(1), None),
    }
}

fn special(syllables: &'static [&'static str]) -> Option<&'static [&'static str]> {
    (!syllables.is_empty()).then_some(syllables)
}

static TABLE: LazyLock<HashMap<String, Vec<&'static str>>> = LazyLock::new(|| {
    let entries = COMPOUND.split_whitespace().chain(SINGLE.split_whitespace());
    let entry = |text: &'static str| {
        let (name, syllables) = text.split_at(text.find(|c: char| c.is_ascii()).unwrap_or(text.len()));
        (name.to_owned(), syllables.split(',').filter(|s| !s.is_empty()).collect())
    };
    entries.map(entry).collect()
});

#[cfg(test)]
pub(super) fn special_readings() -> impl Iterator<Item = (&'static str, &'static [&'static str])> {
    TABLE.iter().map(|(name, syllables)| (name.as_str(), syllables.as_slice())).filter(|(_, s)| !s.is_empty())
}

//! Names of people, Chinese and international, by how often they occur.

use super::chance::Chance;

pub struct Person {
    pub name: String,
    pub family: String,
    pub given: String,
    /// Latin letters, for addresses: `zhang.wei`
    pub handle: String,
}

const FAMILY: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤";
const COMPOUND: [&str; 4] = ["欧阳", "司马", "上官", "诸葛"];
const GIVEN_ONE: &str =
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚燕辉玲鹏华飞鑫波斌宇浩凯健俊帆雪婷慧莹楠瑞琪博哲晨阳琳璐颖倩";
const GIVEN_FIRST: &str = "建志文国小晓家俊子思雨梓嘉海宇天佳美春永立明振成德雅欣婉若诗书景泽启承云星一亦正世少玉";
const GIVEN_SECOND: &str =
    "华明军平强伟国林波峰涛辉宁杰鑫宇轩涵彤怡萱琪妍瑶婷颖洁雯琳娜雪霞玲敏燕红梅兰芳东生海龙飞鹏博文哲远航凡然";

const FIRST: [&str; 48] = [
    "James",
    "Mary",
    "Michael",
    "Anna",
    "David",
    "Laura",
    "Thomas",
    "Emma",
    "Daniel",
    "Sarah",
    "Peter",
    "Julia",
    "Mark",
    "Sophie",
    "Paul",
    "Katharina",
    "Andrew",
    "Maria",
    "Robert",
    "Elena",
    "Stefan",
    "Claire",
    "Martin",
    "Lisa",
    "Kenji",
    "Yuki",
    "Hiroshi",
    "Sakura",
    "Min-jun",
    "Ji-woo",
    "Raj",
    "Priya",
    "Arjun",
    "Ananya",
    "Carlos",
    "Lucia",
    "Pedro",
    "Camila",
    "Ahmed",
    "Fatima",
    "Luca",
    "Giulia",
    "Pierre",
    "Camille",
    "Lars",
    "Ingrid",
    "Olivia",
    "Noah",
];
const LAST: [&str; 48] = [
    "Smith",
    "Johnson",
    "Müller",
    "Schmidt",
    "Brown",
    "Taylor",
    "Fischer",
    "Weber",
    "Wilson",
    "Davies",
    "Meyer",
    "Wagner",
    "Anderson",
    "Thompson",
    "Martin",
    "Bernard",
    "Tanaka",
    "Sato",
    "Suzuki",
    "Kim",
    "Lee",
    "Park",
    "Sharma",
    "Patel",
    "Singh",
    "García",
    "Fernández",
    "Silva",
    "Santos",
    "Rossi",
    "Ferrari",
    "Dubois",
    "Laurent",
    "Hansen",
    "Larsen",
    "Nilsson",
    "Novak",
    "Kowalski",
    "Haddad",
    "Rahman",
    "Clark",
    "Walker",
    "Young",
    "King",
    "Wright",
    "Baker",
    "Carter",
    "Evans",
];

pub fn chinese(chance: &mut Chance) -> Person {
    let family = match chance.below(400) {
        0 => (*chance.pick(&COMPOUND)).to_string(),
        _ => letter(chance, FAMILY, true).to_string(),
    };
    let given = match chance.below(10) {
        0..3 => letter(chance, GIVEN_ONE, true).to_string(),
        _ => [letter(chance, GIVEN_FIRST, true), letter(chance, GIVEN_SECOND, true)].iter().collect(),
    };
    let handle = format!("{}.{}", pinyin(&family), pinyin(&given));
    Person { name: format!("{family}{given}"), family, given, handle }
}

pub fn international(chance: &mut Chance) -> Person {
    let (given, family) = (*chance.pick(&FIRST), *chance.pick(&LAST));
    let handle = format!("{}.{}", latin(given), latin(family));
    Person { name: format!("{given} {family}"), family: family.into(), given: given.into(), handle }
}

/// A character of a text, the first ones more often if asked.
pub fn letter(chance: &mut Chance, text: &str, favoured: bool) -> char {
    // every character of these lists has three bytes
    let count = (text.len() / 3) as u64;
    let at = if favoured { chance.below(count).min(chance.below(count)) } else { chance.below(count) };
    text[at as usize * 3..].chars().next().expect("a place inside the list")
}

pub fn pinyin(text: &str) -> String {
    types::text::pinyin::full(text).chars().filter(char::is_ascii_alphanumeric).collect()
}

/// `García` as `garcia`
pub fn latin(text: &str) -> String {
    let folded = types::text::fold(text);
    let plain = folded.chars().map(|c| match c {
        'á' | 'à' | 'ä' => 'a',
        'é' | 'è' => 'e',
        'í' => 'i',
        'ó' | 'ö' => 'o',
        'ú' | 'ü' => 'u',
        other => other,
    });
    plain.filter(char::is_ascii_alphanumeric).collect()
}

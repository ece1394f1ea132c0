//! The two sides of the search agree: what is indexed is found, by everything people type.

use proptest::prelude::*;

use super::super::fold::fold;
use super::super::real_data::real_file;
use super::*;

fn found(kind: Kind, value: &str, typed: &str) -> bool {
    let query = query(typed, &[("n", kind)]);
    matches(&query, &index_tokens("n", kind, value)) && query.verified(|_| Some(value))
}

fn assert_found(kind: Kind, value: &str, typed: &[&str]) {
    for typed in typed {
        assert!(found(kind, value, typed), "{typed:?} does not find {value:?}");
    }
}

fn assert_not_found(kind: Kind, value: &str, typed: &[&str]) {
    for typed in typed {
        assert!(!found(kind, value, typed), "{typed:?} finds {value:?}");
    }
}

#[test]
fn chinese_text_is_found_by_any_part_of_it() {
    let text = "苏州恒泰精密机械有限公司（华东）";
    assert_found(
        Kind::Text,
        text,
        &["恒", "恒泰", "精密机械", "恒泰精密机械有限公司", "华东", "司", "公司 苏州", "(华东)"],
    );
    assert_not_found(Kind::Text, text, &["泰恒", "苏州机", "密精", "公司华东", "", "!!!", "（"]);
}

#[test]
fn three_characters_must_stand_together() {
    let query = query("华为华", &[("n", Kind::Text)]);
    let tokens = index_tokens("n", Kind::Text, "为华,华为");
    assert!(matches(&query, &tokens) && query.needs_verifying());
    assert!(!query.verified(|_| Some("为华,华为")));
    assert!(query.verified(|_| Some("说：「华为华为」")));
    assert!(!query.verified(|_| None));
}

#[test]
fn words_are_found_by_their_beginning() {
    let text = "Gonçalves & Søn: GTX1080ti O'Brien, 3M中国";
    assert_found(
        Kind::Text,
        text,
        &[
            "g",
            "GON",
            "goncalves",
            "son",
            "gtx",
            "1080",
            "gtx1080",
            "gtx 1080",
            "o'bri",
            "brien gon",
            "3m中国",
            "3M 中",
        ],
    );
    assert_not_found(Kind::Text, text, &["oncalves", "gonz", "gon x"]);
}

#[test]
fn people_are_found_by_pinyin_initials_and_mixtures() {
    let typed = [
        "zhangsanfeng",
        "zhangs",
        "zsf",
        "zs",
        "z",
        "zhangsf",
        "zsanf",
        "zhsanfeng",
        "zhsf",
        "sanfeng",
        "sf",
        "feng",
        "zhang san",
        "ZhangSan",
    ];
    assert_found(Kind::Name, "张三丰", &typed);
    assert_not_found(Kind::Name, "张三丰", &["zf", "zhangfeng", "ang", "zhangsanfengx", "szf"]);
    assert_found(Kind::Name, "吕绿", &["lvlv", "lulu", "ll", "lüLü"]);
    assert_found(Kind::Name, "单解", &["shanxie", "danjie", "sx", "shanj"]);
    assert_found(Kind::Name, "欧阳·娜娜", &["ouyangnana", "oynn", "ouyangnn", "nana"]);
    assert_not_found(Kind::Text, "张三丰", &["zhang", "zsf"]);
}

#[test]
fn companies_are_found_by_pinyin_from_any_character_on() {
    let name = "苏州恒泰精密机械（集团）股份有限公司";
    assert_found(
        Kind::Name,
        name,
        &["suzhouhengtai", "szhtjm", "htjm", "hengtaijingmijixie", "jm", "jingmi", "htjmjxjtgfyxgs"],
    );
    assert_not_found(Kind::Name, name, &["yxgs", "youxian", "gufeny", "taiheng"]);
    assert_found(
        Kind::Name,
        "中国重汽银行股份",
        &["zhongguochongqi", "zhongguozhongqi", "zqyh", "cqyh", "yinhang", "yinxing"],
    );
    assert_found(Kind::Name, "TCL科技集团", &["tclkj", "tclkeji", "kj", "keji"]);
    assert_found(Kind::Name, "3M中国", &["3mzg", "3mzhongguo"]);
}

#[test]
fn a_number_is_found_by_its_parts_however_they_are_written() {
    for value in ["13800138000", "+86 138-0013-8000", "8613800138000"] {
        let typed = [
            "138",
            "1380",
            "0013",
            "8000",
            "138 0013",
            "138 0013 8000",
            "138-0013-8000",
            "+86 138 0013 8000",
            "8613800138000",
            "+8613800138000",
            "0086 13800138000",
            "+8613",
        ];
        assert_found(Kind::Phone, value, &typed);
        assert_not_found(Kind::Phone, value, &["800", "8001380001", "华为", "8000x", "13"]);
    }
    let landline = [
        "0512",
        "0512-62888888",
        "62888888",
        "051262888888",
        "+86 512 62888888",
        "0512 6288 8888",
        "0512-62888888-801",
    ];
    assert_found(Kind::Phone, "0512-62888888转801", &landline);
    assert_found(
        Kind::Phone,
        "+44 20 7946 0958",
        &["020 7946 0958", "+44 20 7946", "7946 0958", "0044 2079460958", "7946"],
    );
    assert_found(Kind::Phone, "13800138000 / 13900139000", &["139", "9000", "8000", "1390013"]);
    assert_found(Kind::Phone, "110", &["110"]);
}

#[test]
fn an_address_is_found_whole_and_by_its_words() {
    let value = "Zhang.San+crm@sub.huawei.com";
    assert_found(
        Kind::Email,
        value,
        &[
            "zhang",
            "san",
            "zhang.san",
            "zhang.san+crm@sub.hua",
            "@huawei.com",
            "huawei.com",
            "@sub",
            "Zhang.San+CRM@SUB.HUAWEI.COM",
        ],
    );
    assert_not_found(Kind::Email, value, &["zhang@huawei.com", "@huawei.cn", "hang"]);
    assert_found(Kind::Text, "写信给 li@a.cn", &["li@a.cn", "li@a"]);
    assert_found(Kind::Email, "张三@例子.中国", &["张三@例子", "例子", "@例子.中国"]);
}

#[test]
fn a_code_is_found_with_and_without_its_signs() {
    let typed = ["SO-2024-000042", "so2024", "so2024000042", "2024-000042", "000042", "42", "so-2024", "so42"];
    assert_found(Kind::Code, "SO-2024-000042", &typed);
    assert_not_found(Kind::Code, "SO-2024-000042", &["024", "os42"]);
    assert_found(Kind::Code, "91350100M000100Y43", &["91350100m000", "91350100M000100Y43"]);
}

#[test]
fn every_word_may_be_found_in_another_field() {
    let fields = [("n", Kind::Name), ("p", Kind::Phone), ("c", Kind::Text)];
    let mut tokens = index_tokens("n", Kind::Name, "华为技术有限公司");
    add_tokens(&mut tokens, "p", Kind::Phone, "13800138000");
    add_tokens(&mut tokens, "c", Kind::Text, "Shenzhen");
    for (typed, expected) in [
        ("华为 138", true),
        ("华为138", true),
        ("hw shen 0013", true),
        ("华为 139", false),
        ("hw shan", false),
        ("100 华为", false),
    ] {
        assert_eq!(matches(&query(typed, &fields), &tokens), expected, "{typed}");
    }
    // Only the fields that the caller may read are looked into.
    assert!(!matches(&query("华为 138", &fields[..1]), &tokens));
    assert!(!matches(&query("138", &[("n", Kind::Phone), ("c", Kind::Text)]), &tokens));
    assert!(!matches(&query("华为", &[]), &tokens));
}

#[test]
fn tags_and_families_do_not_run_into_one_another() {
    let tokens = index_tokens("n", Kind::Name, "张 zhang");
    assert!(!matches(&query("z", &[("nz", Kind::Name)]), &tokens));
    assert!(!matches(&query("z", &[("z", Kind::Name)]), &tokens));
    let private = index_tokens("n", Kind::Text, "\u{e002}zhang");
    assert_eq!(private, index_tokens("n", Kind::Text, "zhang"));
}

#[test]
fn long_texts_and_long_queries_are_bounded() {
    let words: String = (0..30_000).map(|n| format!("w{n} ")).collect();
    assert_eq!(index_tokens("n", Kind::Text, &words).len(), MAX_TOKENS);
    let long = "长".repeat(100_000);
    assert!(index_tokens("n", Kind::Name, &long).len() < 1_000);
    assert_eq!(query(&words, &[("n", Kind::Text)]).terms.len(), 8);
    assert_found(Kind::Text, &"a".repeat(500), &[&"a".repeat(50), &"a".repeat(499)]);
    assert_found(Kind::Name, &"张三李四王五".repeat(9), &["zhangsanlisiwangwuzhangsan", "zslswwzslswwzslsww"]);
}

#[test]
fn naughty_strings_make_safe_tokens_and_find_themselves() {
    let Some(file) = real_file("naughty-strings/blns.json") else { return };
    let strings: Vec<String> = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
    for text in strings {
        for kind in [Kind::Text, Kind::Name, Kind::Phone, Kind::Email, Kind::Code] {
            index_tokens("n", kind, &text).iter().for_each(|token| assert_safe(token));
        }
        let typed: String = text.chars().take(40).collect();
        let query = query(&typed, &[("n", Kind::Text)]);
        assert!(query.is_empty() || found(Kind::Text, &text, &typed), "{text:?}");
    }
}

#[test]
fn real_names_are_found_by_their_own_spelling() {
    let Some(file) = real_file("cn-names/Chinese_Names_Corpus__Ancient_Names_Corpus（25W）.txt") else { return };
    let names = std::fs::read_to_string(file).unwrap();
    // Every fiftieth of 250,000: the rest only takes longer.
    for name in names.lines().skip(3).filter(|name| !name.is_empty()).step_by(50) {
        let spelled = super::super::pinyin::person(name);
        let Some(syllables) = spelled.filter(|syllables| syllables.len() >= 2) else { continue };
        let letters: String = syllables.iter().map(|syllable| &syllable[..1]).collect();
        let mixed = format!("{}{}", syllables[0], &letters[1..]);
        assert_found(Kind::Name, name, &[name, &syllables.concat(), &letters]);
        if syllables.len() <= 4 {
            assert_found(Kind::Name, name, &[&mixed]);
        }
    }
}

fn assert_safe(token: &str) {
    assert!(token.len() <= 64, "{token:?}");
    assert!(token.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c >= '\u{80}'), "{token:?}");
    assert!(!token.chars().any(|c| c.is_whitespace() || c.is_control()), "{token:?}");
}

fn part(text: &str, from: usize, length: usize) -> String {
    text.chars().skip(from).take(length).collect()
}

proptest! {
    #[test]
    fn any_two_characters_or_more_of_a_chinese_text_find_it(before in "[一-龥a-z0-9 ，]{0,20}", typed in "[一-龥]{2,12}", after in "[一-龥a-z0-9 ，]{0,20}") {
        let text = before + &typed + &after;
        prop_assert!(found(Kind::Text, &text, &typed));
        prop_assert!(found(Kind::Name, &text, &typed));
    }

    #[test]
    fn any_one_character_of_a_chinese_text_finds_it(text in "[一-龥]{1,20}", at in 0usize..20) {
        let typed = part(&text, at % text.chars().count(), 1);
        prop_assert!(found(Kind::Text, &text, &typed));
    }

    #[test]
    fn any_four_digits_or_more_of_a_number_find_it(number in "1[3-9][0-9]{9}|0[3-9][0-9]{2}-?[1-9][0-9]{7}|[1-9][0-9]{3,15}", from in 0usize..12, length in 4usize..14) {
        let digits: String = number.chars().filter(char::is_ascii_digit).collect();
        let typed = part(&digits, from % (digits.len() - 3), length);
        prop_assert!(found(Kind::Phone, &number, &typed), "{typed}");
        prop_assert!(found(Kind::Phone, &format!("+86 {number}"), &typed) || !number.starts_with('1'), "{typed}");
    }

    #[test]
    fn the_beginning_of_any_word_finds_it(text in "([A-Za-zÀ-ÖØ-öø-žА-я]{1,60}[ ,.;/'&-]{1,2}){1,6}", word in 0usize..6, length in 1usize..60) {
        let words: Vec<&str> = text.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty()).collect();
        let typed = part(words[word % words.len()], 0, length);
        prop_assert!(found(Kind::Text, &text, &typed), "{typed}");
        prop_assert!(found(Kind::Name, &text, &typed.to_uppercase()), "{typed}");
        prop_assert!(found(Kind::Email, &text, &typed) && found(Kind::Code, &text, &typed), "{typed}");
    }

    #[test]
    fn letters_and_digits_in_one_word_are_found_by_its_beginning(word in "[a-z0-9]{1,20}", length in 1usize..20) {
        let typed = part(&word, 0, length);
        for kind in [Kind::Text, Kind::Name, Kind::Email, Kind::Code] {
            prop_assert!(found(kind, &word, &typed), "{typed}");
        }
    }

    #[test]
    fn a_name_is_found_by_every_spelling_of_its_beginning(name in "[张李单曾重行乐朴吕欧阳志超仇三]{2,4}", forms in prop::collection::vec(0u8..3, 4)) {
        // Whole syllables and first letters in any mixture, of the commonest readings.
        let mut typed = String::new();
        for (c, form) in name.chars().zip(forms) {
            let syllable = super::super::pinyin::readings(c)[0];
            typed.push_str(if form == 0 { syllable } else { &syllable[..1] });
        }
        prop_assert!(found(Kind::Name, &name, &typed), "{typed}");
    }

    #[test]
    fn any_text_makes_safe_tokens(text in any::<String>()) {
        for kind in [Kind::Text, Kind::Name, Kind::Phone, Kind::Email, Kind::Code] {
            index_tokens("abcdefgh", kind, &text).iter().for_each(|token| assert_safe(token));
        }
    }

    #[test]
    fn any_text_typed_makes_safe_tokens(text in any::<String>()) {
        let fields = [("t", Kind::Text), ("n", Kind::Name), ("p", Kind::Phone), ("e", Kind::Email), ("c", Kind::Code)];
        for token in query(&text, &fields).terms.iter().flat_map(|term| &term.any).flat_map(|way| &way.tokens) {
            let (Token::Is(token) | Token::Starts(token)) = token;
            assert_safe(token);
        }
    }

    #[test]
    fn folding_the_value_first_changes_nothing(text in any::<String>()) {
        prop_assert_eq!(index_tokens("n", Kind::Text, &text), index_tokens("n", Kind::Text, &fold(&text)));
    }
}

//! Readings, spellings, and the dictionary they come from.

use super::super::real_data::real_file;
use super::super::tokens::TOKEN_VERSION;
use super::*;

#[test]
fn living_readings_come_with_the_commonest_first() {
    for (c, expected) in [
        ('华', &["hua"][..]),
        ('行', &["hang", "xing", "heng"]),
        ('重', &["chong", "zhong"]),
        ('单', &["dan", "shan", "chan"]),
        ('吕', &["lv", "lu"]),
        ('绿', &["lv", "lu"]),
        ('率', &["shuai", "lv", "lu"]),
        ('略', &["lve", "lue"]),
        ('女', &["nv", "nu"]),
        ('a', &[]),
        ('·', &[]),
        ('か', &[]),
    ] {
        assert_eq!(&*readings(c), expected, "{c}");
    }
}

#[test]
fn the_table_of_readings_is_well_formed() {
    for pair in POLYPHONES.windows(2) {
        assert_ne!(pair[0].0, pair[1].0, "twice in the table");
    }
    for (c, listed) in POLYPHONES.iter() {
        let known: Vec<_> = c.to_pinyin_multi().unwrap().into_iter().map(|p| as_typed(p.plain())).collect();
        assert!(listed.split(',').count() <= 3, "{c}");
        for syllable in listed.split(',') {
            assert!(known.contains(&syllable), "{c} is not read {syllable}: {known:?}");
        }
    }
}

#[test]
fn every_reading_of_a_family_name_is_a_reading_of_its_character() {
    for (name, syllables) in surnames::special_readings() {
        for (c, syllable) in name.chars().zip(syllables) {
            assert!(readings(c).contains(syllable), "{name}: {c} is indexed as {:?}, not {syllable}", &*readings(c));
        }
    }
}

#[test]
fn texts_are_spelled_whole_and_by_first_letters() {
    assert_eq!(full("华为 Cloud（中国）"), "huaweicloudzhongguo");
    assert_eq!(initials("苏州恒泰精密3M"), "szhtjm3m");
    assert_eq!(full("重庆长安"), "chongqingchangan");
    assert_eq!(full(""), "");
}

#[test]
fn a_person_is_read_with_the_reading_of_the_family_name() {
    for (name, expected) in [
        ("单田芳", "shan tian fang"),
        ("解晓东", "xie xiao dong"),
        ("尉迟恭", "yu chi gong"),
        ("万俟卨", "mo qi xie"),
        ("曾志伟", "zeng zhi wei"),
        ("区块", "ou kuai"),
        ("朴成", "piao cheng"),
        ("长孙皇后", "zhang sun huang hou"),
        ("张三", "zhang san"),
        ("欧阳娜娜", "ou yang na na"),
    ] {
        assert_eq!(person(name).map(|syllables| syllables.join(" ")).as_deref(), Some(expected), "{name}");
    }
    assert_eq!(person("John"), None);
}

#[test]
fn the_dictionary_behind_version_1_is_unchanged() {
    // When this fails, stored tokens no longer fit: raise TOKEN_VERSION with it.
    let bytes = ('\u{3400}'..='\u{9fff}').flat_map(|c| readings(c).join(",").into_bytes());
    let sum = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |sum, byte| (sum ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3));
    assert_eq!((TOKEN_VERSION, sum), (1, 0x44a3_86d1_e137_9a48));
}

#[test]
fn the_published_family_names_are_known() {
    let Some(file) = real_file("cn-pinyin/surname.mjs") else { return };
    let text = std::fs::read_to_string(file).unwrap();
    let (mut compared, mut wrong) = (0, Vec::new());
    for line in text.lines() {
        let Some((name, rest)) = line.trim().split_once(": '") else { continue };
        let Some(spelled) = rest.strip_suffix("',") else { continue };
        let plain = spelled.replace(['ǖ', 'ǘ', 'ǚ', 'ǜ'], "v");
        let expected: Vec<String> = plain.split(' ').map(|syllable| base_fold(syllable).into_owned()).collect();
        // A given name behind it, so that compound names are seen as such.
        let read = person(&format!("{name}一")).unwrap();
        let indexed = name.chars().zip(&expected).all(|(c, syllable)| readings(c).contains(&syllable.as_str()));
        if read[..read.len() - 1] != expected || !indexed {
            wrong.push(format!("{name} {read:?} {expected:?} {indexed}"));
        }
        compared += 1;
    }
    assert!(compared > 400, "{compared}");
    assert!(wrong.is_empty(), "{wrong:#?}");
}

//! Places against the real list of divisions and the addresses people write.

use std::path::PathBuf;

use super::*;
use crate::words::Lang::{En, Zh};

/// `province city district | rest`, short.
fn told(address: &str) -> Option<String> {
    let found = locate(address)?;
    let city = found.city.map_or("-", |city| city.short);
    let district = found.district.map_or("-", |district| district.short);
    Some(format!("{} {city} {district}|{}", found.province.short, found.rest))
}

#[test]
fn addresses_begin_with_their_divisions() {
    let cases = [
        ("江苏省苏州市吴中区越湖路1号", "江苏 苏州 吴中|越湖路1号"),
        ("江苏苏州", "江苏 苏州 -|"),
        ("江苏省苏州市工业园区星湖街328号", "江苏 苏州 苏州工业园区|星湖街328号"),
        ("江苏省苏州工业园区星湖街", "江苏 苏州 苏州工业园区|星湖街"),
        ("苏州吴中大道88号", "江苏 苏州 -|吴中大道88号"),
        ("苏州市相城区", "江苏 苏州 相城|"),
        ("江苏 昆山 玉山镇", "江苏 苏州 昆山|玉山镇"),
        ("昆山市前进中路", "江苏 苏州 昆山|前进中路"),
        ("昆山玉山镇", "江苏 苏州 昆山|玉山镇"),
        ("北京市朝阳区建国路1号", "北京 北京 朝阳|建国路1号"),
        ("北京北京市海淀区中关村", "北京 北京 海淀|中关村"),
        ("北京市市辖区东城区", "北京 北京 东城|"),
        ("上海浦东新区张江高科", "上海 上海 浦东|张江高科"),
        ("浦东新区世纪大道", "上海 上海 浦东|世纪大道"),
        ("上海长宁路1018号", "上海 - -|长宁路1018号"),
        ("重庆市酉阳土家族苗族自治县", "重庆 重庆 酉阳|"),
        ("重庆渝北区", "重庆 重庆 渝北|"),
        ("广东省东莞市南城街道", "广东 东莞 -|南城街道"),
        ("广东 深圳 南山区 科技园", "广东 深圳 南山|科技园"),
        ("广东顺德大良街道", "广东 佛山 顺德|大良街道"),
        ("海南省省直辖县级行政区划文昌市", "海南 - 文昌|"),
        ("海南文昌市", "海南 - 文昌|"),
        ("湖北省恩施市", "湖北 恩施 恩施|"),
        ("湖北恩施州利川市", "湖北 恩施 利川|"),
        ("吉林省吉林市昌邑区", "吉林 吉林 昌邑|"),
        ("吉林市昌邑区", "吉林 吉林 昌邑|"),
        ("新疆乌鲁木齐市", "新疆 乌鲁木齐 -|"),
        ("内蒙古自治区阿拉善盟阿拉善左旗", "内蒙古 阿拉善 阿拉善左旗|"),
        ("天津河北区", "天津 天津 河北|"),
        ("中国，浙江省-杭州市-西湖区 文三路", "浙江 杭州 西湖|文三路"),
        ("河南省郑州市管城区", "河南 郑州 管城|"),
        ("郑州高新区科学大道", "河南 郑州 郑州高新技术产业开发区|科学大道"),
        ("香港九龙观塘区巧明街", "香港 九龙 观塘|巧明街"),
        ("台湾省台北市大安区", "台湾 台北 大安|"),
        ("苏州大学", "江苏 苏州 -|大学"),
    ];
    for (address, parts) in cases {
        assert_eq!(told(address).as_deref(), Some(parts), "{address}");
    }
}

#[test]
fn what_could_be_several_places_is_none() {
    for address in [
        "",
        "朝阳区建国路",
        "南京东路100号",
        "北京路12号",
        "鼓楼区",
        "hello",
        "1号楼",
        "  ",
        "中国",
        "长安街",
        "工业园区",
    ] {
        assert_eq!(told(address), None, "{address}");
    }
}

#[test]
fn divisions_are_found_by_code_upwards_and_downwards() {
    let suzhou = division("320500").unwrap();
    assert_eq!((suzhou.name, suzhou.short, suzhou.english, suzhou.level()), ("苏州市", "苏州", "Suzhou", Level::City));
    assert_eq!(division("3205"), Some(suzhou));
    assert_eq!(division("320506001").map(|d| d.name), Some("吴中区"));
    assert_eq!(suzhou.parent(), division("32"));
    assert_eq!(suzhou.parent().and_then(Division::parent), None);
    assert!(suzhou.children().any(|district| district.name == "吴中区"));
    assert!(suzhou.children().all(|district| district.is_within(suzhou) && district.level() == Level::District));
    assert_eq!(provinces().count(), 34);
    assert!(division("110100").unwrap().children().count() == 16);
    assert_eq!(division("441900").unwrap().children().count(), 0, "Dongguan has no districts");
    assert!(division("429000").unwrap().is_stand_in());
    assert_eq!(division("429004").unwrap().city(), None);
    assert_eq!(division("500229").unwrap().city().map(|city| city.code), Some("500100"));
    assert!(division("810101").is_some_and(|district| !district.in_standard()));
    for bad in ["", "3", "9", "999999", "32050", "é苏州é", "江苏"] {
        assert_eq!(division(bad), None, "{bad}");
    }
}

#[test]
fn abolished_codes_stay_readable() {
    assert_eq!(division("110103"), None);
    assert_eq!(name_of("110103"), Some("崇文区"));
    assert_eq!(name_of("320506"), Some("吴中区"));
    assert_eq!(name_of("999999"), None);
}

#[test]
fn paths_are_written_in_both_languages() {
    assert_eq!(path_name(Zh, "320506").as_deref(), Some("江苏省苏州市吴中区"));
    assert_eq!(path_name(En, "320506").as_deref(), Some("Wuzhong, Suzhou, Jiangsu"));
    assert_eq!(path_name(Zh, "110105").as_deref(), Some("北京市朝阳区"));
    assert_eq!(path_name(En, "110105").as_deref(), Some("Chaoyang, Beijing"));
    assert_eq!(path_name(Zh, "429004").as_deref(), Some("湖北省仙桃市"));
    assert_eq!(path_name(Zh, "110000").as_deref(), Some("北京市"));
    assert_eq!(path_name(Zh, "999999"), None);
    for (code, english) in [
        ("610100", "Xi'an"),
        ("341500", "Lu'an"),
        ("610000", "Shaanxi"),
        ("140000", "Shanxi"),
        ("650100", "Ürümqi"),
        ("350200", "Xiamen"),
        ("330382", "Yueqing"),
    ] {
        assert_eq!(division(code).unwrap().english, english);
    }
}

#[test]
fn names_are_found_with_and_without_their_upper_level() {
    let codes = |name: &str| find(name).iter().map(|division| division.code).collect::<Vec<_>>();
    assert_eq!(codes("江苏"), ["320000"]);
    assert_eq!(codes("苏州市"), ["320500"]);
    assert_eq!(codes("jiangsu"), ["320000"]);
    assert_eq!(codes("Suzhou"), ["320500", "341300", "620902"]);
    assert_eq!(codes("Xi’an")[0], "610100");
    assert_eq!(codes("urumqi"), ["650100"]);
    assert_eq!(codes("nowhere"), Vec::<&str>::new());
    assert_eq!(codes(""), Vec::<&str>::new());
    let jiangsu = division("32").unwrap();
    assert_eq!(find_in(jiangsu, "Suzhou").map(|d| d.code), Some("320500"));
    assert_eq!(find_in(jiangsu, "昆山").map(|d| d.code), Some("320583"));
    assert_eq!(find_in(jiangsu, "鼓楼区"), None, "Nanjing and Xuzhou have one each");
    assert_eq!(find_in(division("3203").unwrap(), "鼓楼区").map(|d| d.code), Some("320302"));
    assert_eq!(find_in(division("3205").unwrap(), "工业园区").map(|d| d.name), Some("苏州工业园区"));
    assert_eq!(codes("工业园区"), Vec::<&str>::new());
    assert_eq!(find_in(division("22").unwrap(), "吉林").map(|d| d.code), Some("220200"));
}

#[test]
fn every_full_path_is_located_as_itself() {
    for division in provinces().flat_map(|province| province.within()).filter(|division| !division.is_stand_in()) {
        let address = path_name(Zh, division.code).unwrap() + "，8号";
        let found = locate(&address).unwrap_or_else(|| panic!("{address}"));
        assert_eq!((found.rest, path(found.smallest().code)), ("8号", path(division.code)), "{address}");
    }
}

#[test]
fn the_table_agrees_with_the_published_lists() {
    let named = std::env::var_os("ZHIKE_DATA").map(PathBuf::from);
    let beside = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let folder = named.unwrap_or_else(beside).join("cn-admin-divisions");
    if !folder.is_dir() {
        assert!(std::env::var_os("CI").is_none(), "CI needs the real data; there is none at {}", folder.display());
        println!("no real list of divisions here: the table is tested against itself only");
        return;
    }
    let mut seen = 0;
    for file in ["dist__provinces.csv", "dist__cities.csv", "dist__areas.csv"] {
        for line in std::fs::read_to_string(folder.join(file)).unwrap().lines().skip(1) {
            let mut columns = line.split(',').map(|column| column.trim_matches('"'));
            let (code, name) = (columns.next().unwrap(), columns.next().unwrap());
            let found = division(code).unwrap_or_else(|| panic!("{line}"));
            let municipality = name == "市辖区" && found.name == found.province().name;
            assert!(found.name == name || municipality, "{line}: {}", found.name);
            seen += 1;
        }
    }
    assert_eq!(seen, 31 + 342 + 2978);
    let beyond = std::fs::read_to_string(folder.join("dist__HK-MO-TW.json")).unwrap();
    for division in ["71", "81", "82"].iter().flat_map(|code| division(code).unwrap().within()) {
        assert!(beyond.contains(division.name), "{}", division.name);
    }
}

#[test]
fn countries_are_found_by_code_and_by_name() {
    let cases = [
        ("CN", "CN"),
        ("中国", "CN"),
        ("P.R. China", "CN"),
        ("United States", "US"),
        ("USA", "US"),
        ("u.s.a.", "US"),
        ("The United States", "US"),
        ("美国", "US"),
        ("Korea", "KR"),
        ("韩国", "KR"),
        ("North Korea", "KP"),
        ("Kenya", "KE"),
        ("肯尼亚", "KE"),
        ("Philipines", "PH"),
        ("cote d'ivoire", "CI"),
        ("Côte d’Ivoire", "CI"),
        ("UK", "GB"),
        ("英国", "GB"),
        ("276", "DE"),
        ("deu", "DE"),
        ("Hong Kong", "HK"),
        ("香港", "HK"),
        ("台湾", "TW"),
        ("澳门", "MO"),
        ("the Netherlands", "NL"),
        ("Romania", "RO"),
        ("Italy", "IT"),
        ("Norway", "NO"),
        ("Jordan", "JO"),
        ("Brazil", "BR"),
        ("Belgium", "BE"),
        ("Poland", "PL"),
        ("Panama", "PA"),
        ("Japan", "JP"),
        ("Germany", "DE"),
    ];
    for (text, code) in cases {
        assert_eq!(find_country(text).map(|country| country.alpha2), Some(code), "{text}");
    }
    for text in ["", "Atlantis", "congo", "..."] {
        assert_eq!(find_country(text), None, "{text}");
    }
    assert_eq!((country("US").unwrap().name(Zh), country("US").unwrap().name(En)), ("美国", "United States"));
    assert_eq!(country("us"), None);
    assert_eq!(countries().len(), 249);
}

#[test]
fn no_two_countries_share_a_name() {
    for country in countries() {
        for name in [country.alpha2, country.alpha3, country.numeric, country.name(Zh), country.name(En)] {
            assert_eq!(find_country(name), Some(country), "{name}");
        }
    }
}

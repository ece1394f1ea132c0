//! Names of companies: city, brand, trade and legal form in Chinese; coined words abroad. None is meant to be a real one; addresses on the
//! net end in `.example`, which is nobody's (RFC 2606).

use super::{
    chance::Chance,
    person_names::{letter, pinyin},
    places::City,
};

pub struct Company {
    pub name: String,
    /// of addresses: `huayue.example`
    pub domain: String,
    /// a code of accounts.industry
    pub industry: &'static str,
}

const BRAND_FIRST: &str = "华中国天海金新恒瑞鑫盛宏远东南北长江泰安信德正明光科创智博众汇联通达永兴富康宝龙凯腾飞翔鼎元亿佳美雅诺嘉益润泽丰润";
const BRAND_SECOND: &str =
    "达通源泰盛业信诚远航宇辉峰力强德科特能利丰发隆昌荣安康和瑞祥云海星辰凯越腾博创维联邦迪尔森麦克蓝";

/// Industry and what such companies call themselves, the frequent ones first.
const TRADES: [(&str, &[&str], &[&str]); 24] = [
    (
        "equipment",
        &["精密机械", "自动化设备", "智能装备", "重工", "数控机床"],
        &["Machinery", "Automation", "Engineering"],
    ),
    ("electronics", &["电子", "光电", "电子科技", "精密电子"], &["Electronics", "Components"]),
    ("software", &["软件", "信息技术", "数据科技", "网络科技"], &["Software", "Data Systems", "Digital"]),
    ("automotive", &["汽车零部件", "汽车电子", "汽车科技"], &["Automotive", "Mobility"]),
    ("new_energy", &["新能源", "新能源科技", "储能技术", "光伏"], &["Energy", "Solar", "Power Storage"]),
    ("medical_devices", &["医疗器械", "医疗科技"], &["Medical Devices", "MedTech"]),
    ("chemicals", &["化工", "精细化工"], &["Chemicals", "Chemical Industries"]),
    ("food", &["食品", "饮料", "农产品"], &["Foods", "Beverages"]),
    ("retail", &["商贸", "百货", "连锁"], &["Retail", "Stores"]),
    ("logistics", &["物流", "供应链管理", "国际货运"], &["Logistics", "Freight"]),
    ("semiconductors", &["半导体", "微电子", "集成电路"], &["Semiconductor", "Microsystems"]),
    ("construction", &["建设工程", "建筑装饰"], &["Construction", "Builders"]),
    ("pharmaceuticals", &["药业", "生物制药", "生物科技"], &["Pharma", "Biotech"]),
    ("new_materials", &["新材料", "复合材料", "特种材料"], &["Materials", "Composites"]),
    ("textiles", &["纺织", "服饰"], &["Textiles", "Apparel"]),
    ("building_materials", &["建材", "家居", "门窗"], &["Building Materials", "Interiors"]),
    ("services", &["企业管理咨询", "商务服务", "检测技术"], &["Services", "Consulting"]),
    ("education", &["教育科技", "文化传播"], &["Education", "Learning"]),
    ("telecommunications", &["通信技术", "通信设备"], &["Telecom", "Networks"]),
    ("agriculture", &["农业科技", "生态农业"], &["Agri", "Farms"]),
    ("hospitality", &["酒店管理", "餐饮管理"], &["Hotels", "Hospitality"]),
    ("aerospace", &["航空科技", "航天装备"], &["Aerospace", "Aviation"]),
    ("mining", &["矿业", "冶金设备"], &["Mining", "Metals"]),
    ("utilities", &["电力", "水务", "环保科技"], &["Utilities", "Environmental"]),
];

const FORMS: [&str; 4] = ["有限公司", "股份有限公司", "集团有限公司", "（集团）股份有限公司"];
const FORMS_ABROAD: [(&str, &str); 8] = [
    ("US", "Inc."),
    ("DE", "GmbH"),
    ("GB", "Ltd"),
    ("JP", "K.K."),
    ("NL", "B.V."),
    ("FR", "SAS"),
    ("SG", "Pte. Ltd."),
    ("AU", "Pty Ltd"),
];
const COINED_FIRST: [&str; 40] = [
    "Alt", "Bor", "Cal", "Dex", "El", "Fal", "Gren", "Hal", "Iv", "Jor", "Kel", "Lum", "Mer", "Nor", "Or", "Pal",
    "Quin", "Ros", "Sol", "Ter", "Ul", "Ver", "Wes", "Xen", "Yar", "Zen", "Bright", "North", "Silver", "Blue", "Stone",
    "Oak", "River", "Hill", "Maple", "Summit", "Harbor", "Cedar", "Falcon", "Granite",
];
const COINED_SECOND: [&str; 40] = [
    "ara", "bridge", "cor", "dale", "era", "field", "gate", "haven", "ion", "jet", "kraft", "line", "mark", "nova",
    "on", "port", "quest", "ridge", "star", "tec", "um", "vale", "way", "xis", "yard", "zon", "wood", "ford", "stream",
    "point", "land", "view", "craft", "works", "peak", "core", "wave", "path", "lock", "mont",
];

pub fn company(chance: &mut Chance, city: &City) -> Company {
    let (industry, chinese, english) = chance.favour(&TRADES);
    if city.is_abroad() {
        let brand = format!("{}{}", chance.pick(&COINED_FIRST), chance.pick(&COINED_SECOND));
        let form = FORMS_ABROAD.iter().find(|(country, _)| *country == city.country).map_or("Ltd", |(_, form)| form);
        let name = format!("{brand} {} {form}", chance.pick(english));
        return Company { domain: domain(&brand.to_lowercase(), chance), name, industry };
    }
    let brand: String = [letter(chance, BRAND_FIRST, false), letter(chance, BRAND_SECOND, false)].iter().collect();
    let form = FORMS[chance.below(12).saturating_sub(8) as usize];
    let name = format!("{}{brand}{}{form}", city.name, chance.pick(chinese));
    Company { domain: domain(&pinyin(&brand), chance), name, industry }
}

/// Many companies share a brand; most have a number of their own.
fn domain(brand: &str, chance: &mut Chance) -> String {
    match chance.below(4) {
        0 => format!("{brand}.example"),
        _ => format!("{brand}{}.example", chance.below(10_000)),
    }
}

/// A unified social credit code with its two check digits (GB 32100-2015): some companies of the city's district.
pub fn credit_code(chance: &mut Chance, division: &str) -> String {
    const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
    let mut code = format!("91{division:0<6}MA").into_bytes();
    code.extend((0..6).map(|_| ALPHABET[chance.below(31) as usize]));
    let weights = [3, 7, 9, 10, 5, 8, 4, 2];
    let letter = |byte: u8| char::from(byte).to_digit(36).unwrap_or(0);
    let sum: u32 = code[8..16].iter().zip(weights).map(|(byte, weight)| letter(*byte) * weight).sum();
    code.push(match 11 - sum % 11 {
        10 => b'X',
        11 => b'0',
        digit => b'0' + digit as u8,
    });
    let value = |byte: u8| ALPHABET.iter().position(|known| *known == byte).unwrap_or(0) as u32;
    let (sum, _) = code.iter().fold((0, 1), |(sum, weight), byte| (sum + value(*byte) * weight, weight * 3 % 31));
    code.push(ALPHABET[((31 - sum % 31) % 31) as usize]);
    code.into_iter().map(char::from).collect()
}

//! Where customers are: Chinese cities by their weight in business, and cities abroad.

use types::{Address, places, words::Lang};

use super::chance::Chance;

pub struct City {
    /// GB/T 2260 code of the city; empty abroad
    code: &'static str,
    /// short name, as it stands in company names
    pub name: &'static str,
    /// sales region, also the team's
    pub region: usize,
    /// without the leading zero; abroad with the country's code
    area: &'static str,
    /// ISO 3166-1; the world begins after China
    pub country: &'static str,
}

/// Sales regions: code, Chinese, English, share of the business in percent.
pub const REGIONS: [(&str, &str, &str, u64); 5] = [
    ("east", "华东", "East China", 30),
    ("south", "华南", "South China", 20),
    ("north", "华北", "North China", 20),
    ("west", "西部", "West China", 15),
    ("abroad", "海外", "International", 15),
];
pub const ABROAD: usize = 4;

const fn city(code: &'static str, name: &'static str, region: usize, area: &'static str) -> City {
    City { code, name, region, area, country: "CN" }
}

const fn abroad(name: &'static str, country: &'static str, area: &'static str) -> City {
    City { code: "", name, region: ABROAD, area, country }
}

/// The first of a region are the weightiest.
const CITIES: [City; 48] = [
    city("310100", "上海", 0, "21"),
    city("320500", "苏州", 0, "512"),
    city("330100", "杭州", 0, "571"),
    city("320100", "南京", 0, "25"),
    city("330200", "宁波", 0, "574"),
    city("320200", "无锡", 0, "510"),
    city("340100", "合肥", 0, "551"),
    city("320400", "常州", 0, "519"),
    city("370200", "青岛", 0, "532"),
    city("350200", "厦门", 0, "592"),
    city("440300", "深圳", 1, "755"),
    city("440100", "广州", 1, "20"),
    city("441900", "东莞", 1, "769"),
    city("440600", "佛山", 1, "757"),
    city("420100", "武汉", 1, "27"),
    city("430100", "长沙", 1, "731"),
    city("350100", "福州", 1, "591"),
    city("450100", "南宁", 1, "771"),
    city("110100", "北京", 2, "10"),
    city("120100", "天津", 2, "22"),
    city("410100", "郑州", 2, "371"),
    city("370100", "济南", 2, "531"),
    city("210100", "沈阳", 2, "24"),
    city("210200", "大连", 2, "411"),
    city("130100", "石家庄", 2, "311"),
    city("140100", "太原", 2, "351"),
    city("510100", "成都", 3, "28"),
    city("500100", "重庆", 3, "23"),
    city("610100", "西安", 3, "29"),
    city("530100", "昆明", 3, "871"),
    city("520100", "贵阳", 3, "851"),
    city("620100", "兰州", 3, "931"),
    city("650100", "乌鲁木齐", 3, "991"),
    abroad("Singapore", "SG", "+65"),
    abroad("Munich", "DE", "+4989"),
    abroad("London", "GB", "+4420"),
    abroad("Tokyo", "JP", "+813"),
    abroad("Chicago", "US", "+1312"),
    abroad("Stuttgart", "DE", "+49711"),
    abroad("Seoul", "KR", "+822"),
    abroad("San Jose", "US", "+1408"),
    abroad("Amsterdam", "NL", "+3120"),
    abroad("Paris", "FR", "+331"),
    abroad("Sydney", "AU", "+612"),
    abroad("Bangkok", "TH", "+662"),
    abroad("Mumbai", "IN", "+9122"),
    abroad("Toronto", "CA", "+1416"),
    abroad("Dubai", "AE", "+9714"),
];

const ROADS: [&str; 24] = [
    "人民路",
    "中山路",
    "建设路",
    "解放路",
    "科技路",
    "创新大道",
    "工业园区星湖街",
    "高新路",
    "滨江大道",
    "文化路",
    "新华路",
    "长江路",
    "黄河路",
    "和平路",
    "友谊路",
    "学院路",
    "软件园路",
    "产业园大道",
    "迎宾路",
    "环城北路",
    "东风路",
    "朝阳路",
    "南京路",
    "北京路",
];
const STREETS: [&str; 12] = [
    "Main Street",
    "Station Road",
    "Park Avenue",
    "Harbour Road",
    "Industrial Way",
    "Church Street",
    "Market Square",
    "River Road",
    "King Street",
    "High Street",
    "Technology Drive",
    "Airport Road",
];

impl City {
    pub fn of(chance: &mut Chance, region: usize) -> &'static City {
        let first = CITIES.iter().position(|city| city.region == region).expect("every region has cities");
        let count = CITIES[first..].iter().take_while(|city| city.region == region).count();
        chance.favour(&CITIES[first..first + count])
    }

    pub fn is_abroad(&self) -> bool {
        self.region == ABROAD
    }

    pub fn landline(&self, chance: &mut Chance) -> String {
        match self.is_abroad() {
            true => format!("{}{}", self.area, chance.between(2_000_000, 8_999_999)),
            false if self.area.len() == 2 => format!("0{}-{}", self.area, chance.between(50_000_000, 89_999_999)),
            false => format!("0{}-{}", self.area, chance.between(60_000_000, 89_999_999)),
        }
    }

    pub fn mobile(&self, chance: &mut Chance) -> String {
        const HEADS: [u64; 16] = [138, 139, 136, 137, 135, 150, 151, 158, 159, 186, 187, 188, 189, 177, 182, 199];
        match self.is_abroad() {
            true => self.landline(chance),
            false => format!("{}{:08}", chance.favour(&HEADS), chance.below(100_000_000)),
        }
    }

    pub fn address(&self, chance: &mut Chance) -> Address {
        if self.is_abroad() {
            let street = format!("{} {}", chance.between(1, 240), chance.pick(&STREETS));
            let city = Some(self.name.to_string());
            return Address { country: Some(self.country.into()), city, street: Some(street), ..Address::default() };
        }
        let street = format!("{}{}号", chance.pick(&ROADS), chance.between(1, 1_999));
        let mut address = Address { country: Some("CN".into()), street: Some(street), ..Address::default() };
        let Some(city) = places::division(self.code) else { return address };
        let districts = city.within();
        // the first of them is the city itself
        let place =
            if districts.len() > 1 { &districts[1 + chance.below(districts.len() as u64 - 1) as usize] } else { city };
        address.code = Some(place.code.into());
        address.province = Some(place.province().name.into());
        address.city = place.city().map(|city| city.name.into());
        address.district = Some(place.name.into()).filter(|_| districts.len() > 1);
        address
    }

    pub fn label(&self, lang: Lang) -> &'static str {
        match (lang, places::division(self.code)) {
            (Lang::En, Some(city)) => city.english,
            _ => self.name,
        }
    }
}

/// The region of an account: by the regions' shares, more abroad for an organisation that speaks English.
pub fn region(chance: &mut Chance, lang: Lang) -> usize {
    if lang == Lang::En && chance.percent(50) {
        return ABROAD;
    }
    let mut place = chance.below(100);
    for (at, (_, _, _, share)) in REGIONS.iter().enumerate() {
        if place < *share {
            return at;
        }
        place -= share;
    }
    ABROAD
}

// English names of places: pinyin, except where a place has an English name of its own, a minority language's spelling,
// or a reading that dictionaries of words get wrong.
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

// By code: provinces, leagues, prefectures, regions with established names.
const BY_CODE = {
  110000: 'Beijing', 150000: 'Inner Mongolia', 540000: 'Tibet', 610000: 'Shaanxi', 710000: 'Taiwan', 810000: 'Hong Kong', 820000: 'Macao',
  150100: 'Hohhot', 150600: 'Ordos', 150700: 'Hulunbuir', 150800: 'Bayannur', 150900: 'Ulanqab', 152200: 'Hinggan', 152500: 'Xilingol', 152900: 'Alxa',
  230100: 'Harbin', 230200: 'Qiqihar', 513200: 'Aba', 513300: 'Garzê', 540100: 'Lhasa', 540200: 'Shigatse', 540300: 'Qamdo', 540400: 'Nyingchi', 540600: 'Nagqu',
  542500: 'Ngari', 632600: 'Golog', 632801: 'Golmud', 650100: 'Ürümqi', 650200: 'Karamay', 650400: 'Turpan', 652300: 'Changji', 652700: 'Bortala', 652800: 'Bayingolin',
  652801: 'Korla', 652900: 'Aksu', 653000: 'Kizilsu', 653001: 'Artux', 653100: 'Kashgar', 653200: 'Hotan', 654000: 'Ili', 654003: 'Kuytun', 654300: 'Altay', 659002: 'Aral', 659003: 'Tumxuk',
  820100: 'Macao Peninsula', 820200: 'Taipa and Coloane',
}
// By Chinese name: Hong Kong, Macao, Taiwan, and readings to correct on the mainland.
const BY_NAME = {
  香港岛: 'Hong Kong Island', 九龙: 'Kowloon', 新界: 'New Territories', 中西区: 'Central and Western', 湾仔区: 'Wan Chai', 油尖旺区: 'Yau Tsim Mong',
  深水埗区: 'Sham Shui Po', 九龙城区: 'Kowloon City', 黄大仙区: 'Wong Tai Sin', 观塘区: 'Kwun Tong', 葵青区: 'Kwai Tsing', 荃湾区: 'Tsuen Wan', 屯门区: 'Tuen Mun',
  元朗区: 'Yuen Long', 大埔区: 'Tai Po', 沙田区: 'Sha Tin', 西贡区: 'Sai Kung', 离岛区: 'Islands', 大堂区: 'Sé', 望德堂区: 'São Lázaro', 风顺堂区: 'São Lourenço',
  花地玛堂区: 'Nossa Senhora de Fátima', 圣安多尼堂区: 'Santo António', 嘉模堂区: 'Nossa Senhora do Carmo (Taipa)', 圣方济各堂区: 'São Francisco Xavier (Coloane)',
  台北市: 'Taipei', 新北市: 'New Taipei', 桃园市: 'Taoyuan', 台中市: 'Taichung', 台南市: 'Tainan', 高雄市: 'Kaohsiung', 基隆市: 'Keelung', 新竹市: 'Hsinchu City',
  新竹县: 'Hsinchu', 嘉义市: 'Chiayi City', 嘉义县: 'Chiayi', 苗栗县: 'Miaoli', 彰化县: 'Changhua', 南投县: 'Nantou', 云林县: 'Yunlin', 屏东县: 'Pingtung', 宜兰县: 'Yilan',
  花莲县: 'Hualien', 台东县: 'Taitung', 澎湖县: 'Penghu',
  六合区: 'Luhe', 乐清市: 'Yueqing', 乐亭县: 'Laoting', 乐陵市: 'Laoling', 涡阳县: 'Guoyang', 歙县: 'She County', 莘县: 'Shen County', 单县: 'Shan County', 浚县: 'Xun County',
  洪洞县: 'Hongtong', 繁峙县: 'Fanshi', 蔚县: 'Yu County', 泌阳县: 'Biyang', 尉犁县: 'Yuli', 黄陂区: 'Huangpi', 郫都区: 'Pidu', 筠连县: 'Junlian', 什邡市: 'Shifang',
  中沙群岛的岛礁及其海域: 'Zhongsha Islands', 乌拉盖管理区管委会: 'Wulagai Administrative Zone', 龙感湖管理区: 'Longganhu Administrative Zone',
  石家庄循环化工园区: 'Shijiazhuang Chemical Park', 山西转型综合改革示范区: 'Shanxi Reform Demonstration Zone', 五台山风景名胜区: 'Wutai Mountain Scenic Area',
  呼和浩特经济技术开发区: 'Hohhot Economic and Technological Development Zone', 吉林中国新加坡食品区: 'Sino-Singapore Jilin Food Zone', 东营港经济开发区: 'Dongying Port Economic Development Zone',
  威海火炬高技术产业开发区: 'Weihai Torch High-Tech Zone', 郑州航空港经济综合实验区: 'Zhengzhou Airport Economy Zone', 豫东综合物流产业聚集区: 'East Henan Logistics Zone',
  格尔木藏青工业园区: 'Golmud Industrial Park', 拉萨经济技术开发区: 'Lhasa Economic and Technological Development Zone', 西藏文化旅游创意园区: 'Tibet Culture and Tourism Park',
  大柴旦行政委员会: 'Da Qaidam', 阜阳合肥现代产业园区: 'Fuyang-Hefei Industrial Park', 宿州马鞍山现代产业园区: "Suzhou-Ma'anshan Industrial Park", 芒市: 'Mangshi',
  中新苏滁高新技术产业开发区: 'Suzhou-Chuzhou High-Tech Zone', 长春汽车经济技术开发区: 'Changchun Automotive Economic Development Zone', 包头稀土高新技术产业开发区: 'Baotou Rare Earth High-Tech Zone',
  吴堡县: 'Wubu', 宕昌县: 'Tanchang', 覃塘区: 'Qintang', 闵行区: 'Minhang', 乌什县: 'Wushi', 曾都区: 'Zengdu', 大埔县: 'Dabu', 台州市: 'Taizhou', 天台县: 'Tiantai',
  铅山县: 'Yanshan', 大城县: 'Daicheng', 枞阳县: 'Zongyang', 将乐县: 'Jiangle', 弥勒市: 'Mile', 会泽县: 'Huize', 牟平区: 'Muping', 费县: 'Fei County', 隰县: 'Xi County',
  任县: 'Ren County', 盂县: 'Yu County', 尉氏县: 'Weishi', 华县: 'Hua County', 洪江市: 'Hongjiang', 番禺区: 'Panyu', 丽水市: 'Lishui', 东阿县: "Dong'e",
}
// What a kind of place is called when its name cannot stand without it ("Dong District", "Suzhou Industrial Park").
const KINDS = [
  ['经济技术开发区', 'Economic and Technological Development Zone'], ['高新技术产业开发区', 'High-Tech Zone'], ['高新技术产业园区', 'High-Tech Park'], ['高新技术开发区', 'High-Tech Zone'],
  ['城乡一体化示范区', 'Demonstration Zone'], ['经济开发区', 'Economic Development Zone'], ['开发区', 'Development Zone'], ['工业园区', 'Industrial Park'], ['产业园区', 'Industrial Park'],
  ['园区', 'Park'], ['示范区', 'Demonstration Zone'], ['管理区', 'Administrative Zone'], ['矿区', 'Mining District'], ['新区', 'New Area'], ['新城', 'New Town'], ['群岛', 'Islands'], ['区', 'District'], ['县', 'County'], ['市', 'City'],
  ['左翼前旗', 'Left Front Banner'], ['左翼中旗', 'Left Middle Banner'], ['左翼后旗', 'Left Rear Banner'], ['右翼前旗', 'Right Front Banner'], ['右翼中旗', 'Right Middle Banner'],
  ['右翼后旗', 'Right Rear Banner'], ['左旗', 'Left Banner'], ['右旗', 'Right Banner'], ['前旗', 'Front Banner'], ['中旗', 'Middle Banner'], ['后旗', 'Rear Banner'],
  ['联合旗', 'United Banner'], ['旗', 'Banner'], ['乡', 'Township'], ['镇', 'Town'], ['盟', 'League'],
]

/** Gives the function (code, name, short name, short names of the levels above) → English name. */
export async function english(pinyinFolder) {
  const { pinyin } = (await import(pathToFileURL(join(pinyinFolder, 'dist/index.js')))).default
  const spell = (text, within = text) => {
    const letters = [...text]
    const all = pinyin(within, { toneType: 'none', type: 'array' }).slice(-letters.length - (within.length - within.indexOf(text) - text.length))
    const syllables = letters.map((letter, i) => (letter === '都' ? 'du' : all[i]))
    const word = syllables.map((s, i) => (i && /^[aeo]/.test(s) ? `'${s}` : s)).join('')
    return word.charAt(0).toUpperCase() + word.slice(1)
  }
  return (code, name, short, above) => {
    const known = BY_CODE[code] ?? BY_NAME[name]
    if (known) return known
    if (short !== name) return spell(short, name)
    const kind = KINDS.find(([suffix]) => name.endsWith(suffix) && name.length > suffix.length)
    if (!kind) return spell(name)
    // 河北唐山芦台经济开发区 is the Lutai zone; 唐山高新技术产业开发区 is Tangshan's.
    let stem = name.slice(0, -kind[0].length)
    for (const place of above) {
      const rest = stem.replace(new RegExp(`^${place}市?`), '')
      if (rest) stem = rest
      else if (stem.endsWith('市')) stem = place
    }
    return `${spell(stem, name)} ${kind[1]}`
  }
}

//! Characters with several living readings, the commonest in names first, `ü` as `v`. Used by `pinyin::readings`; after the 审音表 and the
//! readings of place names. The dictionary's many historical readings are left out: each would multiply the index and find nothing.

pub(super) const POLYPHONES: &str = "\
阿a,e 艾ai,yi 拗ao,niu 耙ba,pa 柏bai,bo 磅bang,pang 膀bang,pang 蚌bang,beng 堡bao,bu,pu 暴bao,pu 曝bao,pu \
贲ben,bi 便bian,pian 扁bian,pian 伯bo,bai 剥bo,bao 擘bo,bai 泊bo,po 薄bo,bao 卜bu,bo 簿bu,bo 参can,shen,cen \
孱can,chan 刹cha,sha 差cha,chai,ci 查cha,zha 掺chan,can 禅chan,shan 颤chan,zhan 长chang,zhang 朝chao,zhao \
车che,ju 乘cheng,sheng 澄cheng,deng 称cheng,chen 匙chi,shi 豉chi,shi 重chong,zhong 褚chu,zhu 传chuan,zhuan \
啜chuo,chuai 绰chuo,chao 大da,dai 单dan,shan,chan 弹dan,tan 得de,dei 的de,di 地di,de 坻di,chi 佃dian,tian \
调diao,tiao 侗dong,tong 度du,duo 读du,dou 都du,dou 敦dun,dui 沌dun,zhuan 镦dun,dui 恶e,wu 番fan,pan 繁fan,po \
冯feng,ping 佛fo,fu 否fou,pi 盖gai,ge 镐gao,hao 给gei,ji 谷gu,yu 莞guan,wan 广guang,an 龟gui,qiu,jun 聒guo,gua \
蛤ha,ge 还hai,huan 行hang,xing,heng 合he,ge 和he,huo,hu 核he,hu 纥he,ge 貉he,hao 珩heng,hang 浒hu,xu 鹄hu,gu \
会hui,kuai 珲hun,hui 祭ji,zhai 稽ji,qi 缉ji,qi 荠ji,qi 藉ji,jie 伽jia,qie,ga 夹jia,ga 家jia,jie 贾jia,gu \
降jiang,xiang 剿jiao,chao 嚼jiao,jue 角jiao,jue 解jie,xie 劲jin,jing 景jing,ying 颈jing,geng 炅jiong,gui \
句ju,gou 咀ju,zui 桔ju,jie 觉jue,jiao 浚jun,xun 隽jun,juan 卡ka,qia 咖ka,ga 阚kan 亢kang,gang 扛kang,gang \
咳ke,hai 壳ke,qiao 蚵ke,he 傀kui,gui 乐le,yue 了le,liao 勒le,lei 肋lei,le 棱leng,ling 栎li,yue 靓liang,jing \
潦liao,lao 六liu,lu 泷long,shuang 偻lou,lv 碌lu,liu 陆lu,liu 露lu,lou 纶lun,guan 漯luo,ta 络luo,lao 落luo,la,lao \
绿lv 埋mai,man 脉mai,mo 蔓man,wan 氓mang,meng 没mei,mo 宓mi,fu 泌mi,bi 秘mi,bi 糜mi,mei 缪miao,mou,miu 模mo,mu \
牟mou,mu 哪na,nei,ne 娜na,nuo 那na,nei 呢ne,ni 能neng,nai 乜nie,mie 弄nong,long 女nv 疟nve,yao 辟pi,bi 陂pi,bei \
骠piao,biao 屏ping,bing 迫po,pai 埔pu,bu 朴pu,piao,po 瀑pu,bao 俟qi,si 奇qi,ji 期qi,ji 欹qi,yi 乾qian,gan \
茜qian,xi 铅qian,yan 强qiang,jiang 峤qiao,jiao 茄qie,jia 亲qin,qing 溱qin,zhen 覃qin,tan 箐qing,jing 仇qiu,chou \
湫qiu,jiao 区qu,ou 瞿qu,ju 圈quan,juan 炔que 雀que,qiao 若ruo,re 塞sai,se 色se,shai 莎sha,suo 剡shan,yan \
杉shan,sha 杓shao,biao 苕shao,tiao 射she,ye 歙she,xi 蛇she,yi 晟sheng,cheng 盛sheng,cheng 省sheng,xing \
什shi,shen 氏shi,zhi 石shi,dan 识shi,zhi 适shi,kuo 食shi,si 属shu,zhu 数shu,shuo 术shu,zhu 熟shu,shou 率shuai,lv \
谁shui,shei 说shuo,shui,yue 伺si,ci 似si,shi 宿su,xiu 缩suo,su 沓ta,da 澹tan,dan 镡tan,chan,xin 樘tang,cheng \
汤tang,shang 焘tao,dao 提ti,di 铤ting,ding 褪tui,tun 囤tun,dun 屯tun,zhun 拓tuo,ta 万wan,mo 圩wei,xu 尉wei,yu \
尾wei,yi 蔚wei,yu 隗wei,kui 玟wen,min 挝wo,zhua 涡wo,guo 吾wu,yu 洗xi,xian 系xi,ji 郄xi,qie 郗xi,chi 铣xi,xian \
厦xia,sha 吓xia,he 虾xia,ha 纤xian,qian 巷xiang,hang 嚣xiao,ao 校xiao,jiao 邪xie,ye 莘xin,shen 荥xing,ying \
芎xiong,qiong 吁xu,yu 畜xu,chu 削xue,xiao 血xue,xie 荨xun,qian 郇xun,huan 轧ya,zha 咽yan,ye 钥yao,yue 叶ye,xie \
遗yi,wei 殷yin,yan 龈yin,ken 涌yong,chong 俞yu,shu 於yu,wu 员yuan,yun 芫yuan,yan 约yue,yao 筠yun,jun 藏zang,cang \
择ze,zhai 曾zeng,ceng 扎zha,za 栅zha,shan 翟zhai,di 粘zhan,nian 辗zhan,nian 召zhao,shao 折zhe,she \
着zhe,zhuo,zhao 这zhe,zhei 徵zheng,zhi 种zhong,chong 著zhu,zhuo 爪zhua,zhao 幢zhuang,chuang 椎zhui,chui \
琢zhuo,zuo 仔zi,zai 枞zong,cong 综zong,zeng 卒zu,cu";

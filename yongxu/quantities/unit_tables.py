"""The tables behind units: every symbol, its spellings and factors, and the words that only look like a unit. Data, no rules."""

# One line per dimension: its name, then per unit the symbol as printed in output, the factor to the dimension's base, other spellings.
# Sources: the units printed in 001 and 003; the legal units of measurement 法定度量衡單位 for factors; the energy statistics' own
# units (公秉油當量 is a volume and 公噸油當量 a mass: two dimensions, a programme's target and result must not be mixed, 003 1.1.4).
MEASURES = """
money | 元 1 圓 元整 塊錢 新臺幣元 新台幣元 NTD TWD
money USD | 美元 1 美金 USD
money EUR | 歐元 1 EUR
money JPY | 日圓 1 日元 JPY
ratio | % 1 百分比 percent | ‰ 0.1 千分點 | ‱ 0.01
percentage points | 個百分點 1 百分點
mass | 公噸 1 tonnes tonne | 噸 1 | 公斤 0.001 千克 kg KG Kg | 公克 0.000001 克 g
mass | 毫克 0.000000001 mg | 微克 0.000000000001 μg ug
area | 平方公尺 1 平方米 m2 m² | 公頃 10000 ha | 平方公里 1000000 km2 km²
area ping | 坪 1
length | 公尺 1 米 m | 公里 1000 km KM | 公分 0.01 cm 厘米 | 公釐 0.001 毫米 mm | 微米 0.000001 μm | 奈米 0.000000001 nm
volume | 公升 1 升 L | 毫升 0.001 ml mL cc | 公秉 1000 KL kL 千公升 | 立方公尺 1000 立方米 m3 m³ | 立方公分 0.001
oil equivalent by volume | 公升油當量 0.001 LOE | 公秉油當量 1 KLOE
oil equivalent by mass | 公噸油當量 1 toe 噸油當量
energy | 度 1 度電力 度電 度用電 | kWh 1 KWh KWH kwh Kwh 瓩時 瓩小時 千瓦時 千瓦小時 | Wh 0.001
energy | MWh 1000 MWH 百萬瓦時 百萬瓦小時 | GWh 1000000 GWH 十億瓦時 | TWh 1000000000 TWH
heat | J 1 焦耳 | kJ 1000 KJ 千焦耳 | MJ 1000000 | GJ 1000000000 | TJ 1000000000000
heat in calories | 千卡 1 kcal Kcal 大卡 仟卡
power | W 0.001 瓦 瓦特 | kW 1 KW 瓩 千瓦 kw | MW 1000 百萬瓦 Mw | GW 1000000 十億瓦
peak power | Wp 0.001 | kWp 1 KWp KWP kWP 瓩峰 | MWp 1000 MWP | GWp 1000000 GWP
concentration | ppb 0.001 PPB | ppm 1 PPM ppmv
sound | dB 1 分貝 dB(A)
temperature | °C 1 攝氏度 度C
electric tension | V 0.001 伏特 | kV 1 KV 千伏
frequency | Hz 1 赫茲 | kHz 1000 | MHz 1000000 | GHz 1000000000
years | 年 1
months | 月 1 個月
time | 秒 1 秒鐘 | 分鐘 60 min | 小時 3600 鐘頭 hr hrs | 天 86400 日曆天 | 日 86400 | 週 604800 周 星期
radiation dose | 毫西弗 1 mSv | 微西弗 0.001 μSv | 西弗 1000 Sv
held events | 場 1 | 場次 1
trips | 趟 1 | 趟次 1
persons | 人 1 人口 | 名 1 | 位 1 | 員 1
"""

# What each of these counts is different from the others: every one is a dimension of its own (家 is not 廠, 戶 is not 戶次).
COUNTS = """
家 廠 廠次 件 件次 案 案次 項 項次 人次 人日 人時 人天 家次 戶 戶次   座 台 台次 輛 輛次 艘 艘次 條 處 處次 班 班次 梯
梯次 次 份 篇 種 類 口 株 棵 頭 隻 本 冊 門 所 校 校次 組 組次 隊 隊次 團 團次 縣市 直轄市 鄉鎮 鄉鎮市區 村里 縣 鄉 鎮 村 里
部落 社區 式 區 例 站日 頭次 隻次 起 通 頁 坪 公畝 對 粒 人年 人月 人天 個 國 套 部 支 床 床位 張 片 塊 棟 批 顆 筆 檔 集 則 宗 站 站次 架
航次 列次 班次 班車 車 車次 車位 列車 節 輪次 堂 學分 席
席次 名額 款 面 根 尾 羽 箱 桶 包 幅 盞 具 卷 封 枚 間 間次 分 點 倍 歲 槍 瓶 杯 扇 班級 平台 部會 機關 單位 產線 路線 航線
園 園區 期刊 TEU 劑 樁 里次 館 館次 院 亭 井 池 槽 塔 艇 票 幢 櫃 餐 門次 種次 座次 社 橋 隧道 盤 圳 埤 牌 路口 路段 站點 據點 場館 人週 道
場域 場站 測站 測點 樣區 樣點 聚落 商圈 攤 攤位 系統 模組 機組 機台 苗圃 牧場 漁港 邊坡 斷面 河段 廊道 步道 品項 題 方案 指引 專利
床次 份次 冊次 筆次 節次 堂次 票次 櫃次 桌次 檔次 批次 篇次 部次 套次 縣市次 社區次 攤次 店次 船次
"""

# Other spellings of counts, and forms where the noun that follows belongs to the count (171 廠商 in 003 2.4.2 are 家).
COUNT_SPELLINGS = """
臺 台 | 臺次 台次 | 廠商 家 | 家廠商 家 | 家業者 家 | 家次廠商 家次 | 個縣市 縣市 | 個案 案 | 案件 案 | 個場次 場次
個梯次 梯次 | 張床 床 | 平臺 平台
"""

# A measure word that begins one of these words counts nothing: 台電, 家庭, 次世代, 天然 (common usage in texts of this kind).
NOT_A_UNIT = """
家 庭 畜 禽 | 園 藝 長 遊 林 丁 | 台 電 灣 北 南 東 水 塑 積 糖 | 臺 灣 北 南 東 電 | 人 權 均 類 造 為 | 次 世代 要 級 氧 長 料 | 條 例
名 單 稱 義 | 門 檻 診 | 本 土 部 計畫 府 署 局 會 院 年 案 | 處 置 罰 | 部 門 分 會 落 隊 屬 長 署
國 內 際 中 小 營 產 防 民 立 土 | 場 域 館 址 所 | 天 然 災 候 | 點 數 檢 | 日 本 照 常 | 元 件 素 宇 | 度 假 過
口 徑 岸 腔 罩 號 | 類 型 似 | 種 子 苗 源 籽 原 | 組 織 成 | 位 置 於 元 階 | 座 談 標 | 校 園 | 份 額 | 支 持 出 付 援 應 | 套 裝
片 區 | 間 接 隔 歇 | 里 程 | 所 有 得 屬 需 以 在 謂 | 檔 案 | 集 團 中 水 塵 | 包 含 括 | 面 積 向 對 臨 | 車 輛
節 能 電 水 約 省 | 分 別 析 階 為 項 類 布 之 | 月 台 | 款 項 | 團 隊 | 株 式 | 根 據 | 具 備 體 有 | 年 輕 長 齡 級 | 則 為
站 立 | 升 級 | 鄉 土 | 機關 團 | 週 期 邊 | 周 期 邊 | 瓦 斯 | 員 工 | 克 服 | 尾 氣 端 | 封 存 閉 | 單位 面 | 案 由
館 藏 舍 員 長 內 際 | 院 區 長 校 所 內 會 士 | 社 會 區 團 群 企 | 塔 台 | 井 然 | 池 塘 | 票 選 券 價
道 路 德 安 理 | 題 目 材 庫 型 | 方案 設計 | 系統 性 化 | 攤 商 販 | 牌 照 | 盤 點 查 整 | 橋 梁 接
"""

# Latin spellings that hold their own scale.
SCALED = """
t 公噸 1 | kt 公噸 1000 | Mt 公噸 1000000 | Gt 公噸 1000000000 | ton 公噸 1 | tons 公噸 1 | ktoe 公噸油當量 1000
Mtoe 公噸油當量 1000000
"""

# What a rate is "per": after a slash (人/十萬人) and after 每 (每十萬人口). A scale word may stand before each (十萬人, 百萬元, 1,000 戶)
# and is kept in the symbol, as rates are printed. Live births, hours worked and vehicle-kilometres: usage of health, labour and
# transport reports.
DENOMINATORS = """
年 季 月 日 週 小時 分鐘 秒
人 戶 公斤 公噸 公噸CO2e 公斤CO2e 噸 公克 公頃 平方公里 平方公尺 立方公尺 公升 公秉 公里 公尺 公釐 度 kWh MWh kW MW 元
家 件 人次 輛 台 次 案 場 場次 車 頭 隻 株 口 延人公里 延噸公里 延車公里 人公里 車公里 延人次 人日 工時 工作小時 活產 架次 艘次 單位
美元 床 列次 航次 班次
"""
DENOMINATOR_SPELLINGS = """
每人 人 | 人口 人 | 名 人 | 位 人 | 國民 人 | 居民 人 | 民眾 人 | 個人 人 | 活產嬰兒 活產 | 活產數 活產 | 活嬰 活產
新生兒 活產 | 出生數 活產
小時工時 工時 | 總工時 工時 | 經歷工時 工時 | 車輛 輛 | 輛車 輛 | 家戶 戶 | 家庭 戶 | kg 公斤 | t 公噸 | m3 立方公尺 | m³ 立方公尺
立方米 立方公尺 | m2 平方公尺 | m² 平方公尺 | 平方米 平方公尺 | ha 公頃 | L 公升 | KL 公秉 | km 公里 | km2 平方公里 | yr 年
year 年 | y 年 | day 日 | d 日 | 天 日 | h 小時 | hr 小時 | 個月 月 | 度電 度 | 臺 台 | 學年 年 | 年度 年 | 月份 月
"""

# People by what they are: a rate per thousand of them is one per thousand persons (usage of labour, education and health reports).
PEOPLE = """
勞工 就業者 受僱者 受雇者 勞動者 工作者 員工 學生 教師 婦女 育齡婦女 女性 男性 兒童 少年 青年 老人 長者 原住民 移工 役男 收容人
遊客 旅客
"""

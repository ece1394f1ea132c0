# 出了什么问题、怎么办。键是 problem- 加问题代码（下划线写作短横），变量是问题自带的参数。
# problem-request-… 用于整个请求的问题，缺参数或没有这个键时用不带 request 的那句。
# 整个请求
problem-bad-request = 请求无法识别，请检查后重试。
problem-bad-filter = 筛选条件有误，请检查。
problem-request-bad-filter = 筛选条件有误：{ $detail }。
problem-bad-cursor = 翻页标记已失效或属于另一个查询，请从第一页重新开始。
problem-limit = 数量须在 1 到 { $max } 之间。
problem-too-many-sorts = 最多按 { $max } 个字段排序。
problem-too-many-to-sort = 要排序的记录超过 { $max } 条。请先筛选，或按其他列排序。
problem-request-too-many-fields = 一次最多取 { $max } 个字段。
problem-search-too-long = 搜索内容最多 { $max } 个字符，请缩短。
problem-not-sortable = 不能按“{ $name }”排序，请换一个字段。
problem-not-groupable = 不能按“{ $name }”分组，请换一个字段。
problem-request-bad-grouping = 最多按 { $max } 个字段分组。
problem-bad-measure = 汇总方式有误，请使用 count、sum、avg、min 或 max。
problem-request-not-a-date = “{ $name }”不是日期，不能按时间段分组。
problem-request-not-a-number = “{ $name }”不是数字，不能这样汇总。
problem-request-unknown-field = 没有“{ $name }”这个字段，请检查字段名。
problem-request-required = 缺少“{ $name }”，请补上。
problem-request-not-yes-no = “{ $value }”应为 true 或 false。
problem-request-not-unique = 已有相同的记录，请修改后再保存。
problem-not-json = 请求内容应为 JSON（Content-Type: application/json）。
problem-bad-json = 请求内容不是有效的 JSON，请检查。
problem-request-bad-json = 请求内容不是有效的 JSON：{ $what }。
problem-bad-query = 网址中的参数无法识别，请检查编码。
problem-unknown-format = 没有“{ $value }”这种格式，请使用 csv、csv-gb18030、xlsx 或 jsonl。
problem-bad-upload = 上传不完整，请重新上传。
problem-too-many-files = 一次最多上传 { $max } 个文件。
problem-blob-missing = 服务器上没有此文件的内容，请管理员从备份中恢复。
problem-unknown-parameter = 没有“{ $name }”这个参数，请检查名称。
problem-parameter-twice = 参数“{ $name }”出现了两次，请只留一个。
problem-too-many-operations = 一次最多 { $max } 项操作，请分批进行。
problem-several-match = 有不止一条记录符合“{ $key }”，请用 id 指定。
problem-bad-idempotency-key = Idempotency-Key 应为 1 到 255 个可见字符。
problem-idempotency-key-used = 同一个 Idempotency-Key 已用于另一个请求，请换一个新的。
problem-role-in-use = 该角色仍有人使用，不能删除；请先为他们更换角色。
problem-settings-stay = 组织设置不能删除。
problem-read-only-token = 此令牌只能读取。
problem-method-not-allowed = 此地址不支持这种请求方式。
problem-no-page = 没有这个页面。地址可能不完整，或者已经改变。
problem-not-found = 记录不存在，或者你无权查看。
problem-unauthorized = 请先登录。
problem-session-expired = 登录已过期，请重新登录。
problem-wrong-password = 邮箱或密码不正确，请重试。
problem-wrong-current-password = 当前密码不正确。
problem-forbidden = 你没有权限进行此操作，如有需要请联系管理员。
problem-no-right = 你没有权限进行此操作，如有需要请联系管理员。
problem-outside-reach = 这样保存后，记录将超出你可操作的范围。请检查负责人和所属团队。
problem-shipped-field = 系统自带的字段不能这样修改。
problem-foreign-origin = 请求来源无法确认，请刷新页面后重试。
problem-stale = 记录已被他人修改。请查看最新内容，再决定是否保存你的修改。
problem-conflict = 与现有数据冲突，请刷新后重试。
problem-link-is-over = 这个链接已经用过、已被替换或已过期。请向管理员要一个新的链接。
problem-in-use = 仍有记录在使用它，请先解除引用。
problem-too-large = 内容太大，请缩小后重试。
problem-invalid = 有些内容需要修改，请查看标出的字段。
problem-unprocessable = 内容无法处理，请检查后重试。
problem-rate-limited = 操作太频繁，请稍候再试。
problem-request-rate-limited = 操作太频繁，请 { $seconds } 秒后再试。
problem-unavailable = 服务暂时不可用，请稍后再试。
problem-timeout = 操作用时过长已停止，请缩小范围后重试。
problem-storage-full = 服务器磁盘已满，未能保存。请联系管理员清理空间。
problem-internal = 服务器出错了，内容未保存。请重试；若仍出现，请把请求编号告诉管理员。
# 单个字段
problem-bad-value = 此项的值有误，请修改。
problem-required = 请填写此项。
problem-unknown-field = 没有这个字段，请检查名称。
problem-wrong-type = 类型不对，应为{ $expected ->
    [text] 文本
    [number] 数字
    [list] 列表
    [address] 地址
    [money] 金额和币种
    [date] 日期
    [date-and-time] 日期和时间
    [id] 记录编号
    [true-or-false] true 或 false
   *[other] { $expected }
}。
problem-too-long = 太长了，多了 { $count } 个字符，最多 { $max } 个。
problem-too-short = 太短了，至少 { $min } 个字符。
problem-not-a-number = 请填写数字，例如 1,234.50。
problem-not-an-integer = 请填写整数，不带小数。
problem-too-many-decimals = 小数位数太多，请减少小数位。
problem-out-of-range = 请填写 { $min } 到 { $max } 之间的值。
problem-not-a-date = 请填写日期，例如 2026-11-22。
problem-no-such-day = 没有这一天，请检查年、月、日。
problem-ambiguous-date = 分不清日和月，请写成 2026-11-22 的格式。
problem-not-a-time = 请填写日期和时间，例如 2026-11-22 14:30。
problem-no-such-time = 没有这个时刻，请检查时、分、秒。
problem-not-yes-or-no = 请填写“是”或“否”。
problem-not-an-email = 请填写完整的邮箱地址，例如 name@example.com。
problem-not-a-phone = 请填写电话号码，例如 138 0013 8000 或 +86 21 6888 8888。
problem-not-a-url = 请填写网址，例如 https://example.com。
problem-not-a-currency = 没有这个币种，请填写三个字母的代码，例如 CNY。
problem-not-a-country = 没有找到这个国家或地区，请从列表中选择。
problem-not-a-division-code = 行政区划代码应为六位数字，请从列表中选择地区。
problem-unknown-choice = 没有“{ $value }”这个选项，请从列表中选择。
problem-too-many-choices = 最多选择 { $max } 项。
problem-missing-link = 关联的记录不存在，或者你无权查看，请重新选择。
problem-ambiguous-link = 有不止一条记录叫“{ $value }”，请选择其中一条。
problem-wrong-object = 不能关联这类记录，请选择：{ $expected }。
problem-link-to-itself = 不能关联自己，也不能形成循环，请选择另一条记录。
problem-not-unique = 已有记录使用这个值，请换一个。
problem-read-only = 此项不能修改。
problem-control-character = 含有不可见的控制字符，请删除后重试。
problem-token-too-long = 令牌的有效期太长，请选择更早的日期。
# 识别数字（导入与表单）
problem-bad-grouping = 逗号或分节的位置不对，请检查数字。
problem-other-decimal-mark = 看起来用了另一种小数点，请检查数字的写法。
problem-percent-not-expected = 这里不要百分号，请填写数字。
problem-unknown-unit = 不认识单位“{ $value }”，请只填写数字。
problem-number-too-large = 数字太大，无法精确保存。
# 字段与对象的设置
problem-bad-field = 字段的设置有误，请检查。
problem-too-many-fields = 这个对象的字段已达上限，请先停用不需要的字段。
problem-too-many-indexes = 这个对象的索引已达上限，请先取消一个。
problem-required-later = 已有记录缺少此项，请先补全，再设为必填。
# 提醒，不妨碍保存
problem-former-division = “{ $value }”的区划代码已撤销，请确认是否需要更新。
problem-unknown-division = 没有找到区划代码“{ $value }”，请确认。
problem-phone-not-understood = 看不出这是电话号码，请确认。
problem-phone-no-area-code = 固定电话缺少区号，请补上。
problem-phone-unknown-calling-code = 国际区号不存在，请确认。
problem-phone-length = 电话号码的位数不对，请确认。
problem-uscc-length = 统一社会信用代码应为 18 位，请确认。
problem-uscc-old-number = 这是旧的注册号或税号，请尽量换成 18 位统一社会信用代码。
problem-uscc-character = 统一社会信用代码不含 I、O、S、V、Z，请确认。
problem-uscc-check-digit = 统一社会信用代码的校验位不符，可能有输入错误，请确认。
problem-uscc-organisation-check = 统一社会信用代码中的组织机构代码校验不符，请确认。
problem-unusually-small = 通常不小于 { $min }，请核对。
problem-unusually-large = 通常不大于 { $max }，请核对。
problem-long-walk = 这要逐条查看太多记录。请用筛选缩小范围。

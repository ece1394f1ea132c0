# 程序在运维人员终端上说的话。键以 app- 开头；app-help-… 是命令与参数的帮助。
# 帮助
app-help-usage = 用法：
app-help-commands = 命令
app-help-about = 知客，客户关系管理。不带命令时启动服务。
app-help-help = 显示帮助
app-help-version = 显示版本
app-help-config = 配置文件；默认是工作目录中的 zhike.toml（如果有）
app-help-database = 数据库，sqlite://文件 或 postgres://用户@主机/库名；默认是数据目录中的 zhike.db
app-help-data-dir = 数据目录；默认 data
app-help-locale = 本命令的语言：zh-CN 或 en
app-help-json = 用一行 JSON 回答
app-help-serve-about = 启动服务
app-help-serve-listen = 接收请求的地址；默认 127.0.0.1:7700
app-help-serve-base-url = 浏览器从外部访问的地址，链接由它生成
app-help-serve-log = 日志格式
app-help-serve-trusted-proxies = 信任其 X-Forwarded-For 的代理，可重复
app-help-serve-upload-limit = 上传文件的最大体积；默认 100 MiB
app-help-serve-metrics-listen = /metrics 单独使用的地址
app-help-serve-check = 读取配置，说明结果后退出
app-help-init-about = 不用浏览器完成初始设置
app-help-init-admin-email = 第一位管理员的邮箱
app-help-init-admin-name = 第一位管理员的姓名
app-help-init-admin-password-file = 第一行是密码的文件
app-help-init-organization = 公司名称
app-help-init-currency = 本位币，有了第一个商机后不能再改
app-help-init-time-zone = 公司的时区
app-help-init-sample = 带一家示例公司
app-help-user-about = 用户：添加、邀请、设置密码、停用、列出
app-help-user-add-about = 添加用户；不给密码时打印一个链接，由本人设置密码
app-help-user-add-email = 邮箱，用于登录
app-help-user-add-name = 姓名
app-help-user-add-roles = 角色代码：administrator、manager、salesperson、viewer 或自定义角色，可重复
app-help-user-add-team = 主属部门的编码、名称或 id
app-help-user-add-password-file = 第一行是密码的文件
app-help-user-invite-about = 打印一个链接，本人用它设置密码，72 小时内有效
app-help-user-invite-user = 用户的邮箱或 id
app-help-user-invite-email = 邮箱，用于还没有邮箱的人
app-help-user-passwd-about = 设置密码，并结束此人的所有会话
app-help-user-passwd-user = 用户的邮箱或 id
app-help-user-passwd-password-file = 第一行是密码的文件；不给则询问
app-help-user-passwd-link = 打印一个链接，本人用它设置新密码，30 分钟内有效
app-help-user-disable-about = 停用账号：不能登录，会话与令牌全部结束；数据保留
app-help-user-disable-user = 用户的邮箱或 id
app-help-user-list-about = 列出用户
app-help-token-about = API 令牌：创建、列出、吊销
app-help-token-create-about = 创建令牌，只显示一次
app-help-token-create-user = 令牌使用其权限的用户，邮箱或 id
app-help-token-create-name = 用途
app-help-token-create-scope = 最多能做什么
app-help-token-create-expires = 有效期：90d、12w，最长 366d
app-help-token-list-about = 列出某人的令牌
app-help-token-list-user = 用户的邮箱或 id
app-help-token-revoke-about = 立即吊销令牌
app-help-token-revoke-id = 令牌的 id
app-help-backup-about = 在服务运行时把数据库与附件备份成一个文件
app-help-backup-file = 要生成的文件
app-help-backup-key = 加密备份的密钥文件（age 格式，公钥即可）
app-help-backup-new-key = 在此文件中生成新密钥并用它加密；请与备份分开保存
app-help-restore-about = 把备份恢复到还没有安装的位置
app-help-restore-file = 备份文件
app-help-restore-key = 加密备份的私钥文件
app-help-verify-about = 检查数据库、附件与审计链
app-help-migrate-about = 把数据库升级到本版本；带 --to 时把整个安装复制到另一个数据库
app-help-migrate-to = 要复制到的空数据库：sqlite://文件 或 postgres://用户@主机/库名
app-help-doctor-about = 一页报告：版本、数据库、磁盘、队列、任务、备份，以及每个问题的处理办法
app-help-openapi-about = 打印 OpenAPI 3.1 文档
app-help-demo-about = 用一家虚构的公司填满空的安装
app-help-demo-rows = 客户数量，联系人、商机与活动随之生成
app-help-demo-seed = 数字不同公司就不同，数字相同公司就相同
# 命令的输出
app-serve-flags = 服务的参数不能与其他命令一起使用。请看：zhike --help
app-bad-setting = 这项设置不能使用。{ $place }：{ $what }
app-configuration-good = 配置没有问题。
    数据库：{ $database }
    数据目录：{ $data }
    地址：{ $listen }
    链接：{ $url }
app-serving = 知客已启动：{ $url }
app-set-up-link = 请在 7 天内用此链接完成初始设置，只能用一次：
    { $url }
app-default-organization = 我的公司
app-set-up = 设置完成，{ $email } 可以登录了。
app-new-password = 新密码：
app-token-revoked = 令牌已吊销。
app-other-version = 正在运行的服务是 { $here } 版，本命令是 { $there } 版。请重启服务后再试。
# 可能出现的问题
problem-password-too-short = 太短，至少 { $min } 个字符。一句自己记得住的话最好。
problem-password-too-long = 太长，最多 { $max } 个字符。
problem-password-too-simple = 太容易猜，请使用更多不同的字符。
problem-password-names-you = 其中含有姓名、邮箱或公司名称，请换一个。
problem-no-such-user = 没有邮箱或 id 为“{ $value }”的用户。
problem-file-unusable = 文件不能使用：{ $file }
problem-database-in-use = 另一个进程打开了数据库：{ $what }。是否有服务在用别的数据目录运行？
problem-cannot-listen = 地址 { $address } 不能使用，是否有另一个服务在运行？
problem-cancelled = 没有完成就停止了。

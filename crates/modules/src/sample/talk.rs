//! What people write down about customers: subjects and notes of activities, next steps, in the organisation's language.

use types::words::Lang;

use super::chance::Chance;

/// kind, Chinese, English
const SUBJECTS: [(&str, &str, &str); 30] = [
    ("call", "首次电话沟通", "First call"),
    ("call", "跟进报价反馈", "Follow-up on the quotation"),
    ("call", "确认采购流程与时间表", "Purchasing process and timeline"),
    ("call", "回访使用情况", "How is it going"),
    ("call", "沟通合同条款", "Contract terms"),
    ("call", "催收首付款", "First payment"),
    ("call", "了解预算与决策人", "Budget and decision makers"),
    ("meeting", "需求调研会", "Requirements workshop"),
    ("meeting", "产品演示", "Product demonstration"),
    ("meeting", "方案汇报", "Presentation of the proposal"),
    ("meeting", "技术交流会", "Technical exchange"),
    ("meeting", "商务谈判", "Commercial negotiation"),
    ("meeting", "项目启动会", "Kick-off"),
    ("meeting", "季度回顾", "Quarterly review"),
    ("visit", "上门拜访", "Visit on site"),
    ("visit", "参观工厂", "Plant tour"),
    ("visit", "拜访总经理", "Visit to the managing director"),
    ("visit", "现场勘查", "Site survey"),
    ("note", "客户提到竞品正在报价", "A competitor is quoting too"),
    ("note", "决策人换了，新负责人偏重交付周期", "New decision maker, cares about delivery time"),
    ("note", "预算推迟到下个季度", "Budget moved to next quarter"),
    ("note", "对方要求提供同行业案例", "They ask for references of their industry"),
    ("note", "IT 部门关心数据安全与本地部署", "IT asks about security and on-premises"),
    ("note", "采购希望分期付款", "Purchasing would like instalments"),
    ("task", "发送方案与报价", "Send proposal and quotation"),
    ("task", "准备演示环境", "Prepare the demonstration"),
    ("task", "寄送合同", "Send the contract"),
    ("task", "约下次会议", "Arrange the next meeting"),
    ("task", "整理会议纪要", "Write the minutes"),
    ("task", "更新商机金额与预计日期", "Update amount and close date"),
];

const NOTES: [(&str, &str); 14] = [
    (
        "对方对交付周期比较敏感，希望三个月内上线。",
        "Delivery time matters most; they want to be live within three months.",
    ),
    (
        "已介绍产品与价格体系，客户反馈积极，下周安排技术团队交流。",
        "Presented product and prices, good response; technical talk next week.",
    ),
    ("价格比竞品高约 10%，需要突出服务与案例。", "About 10 % above the competitor; stress service and references."),
    (
        "总经理亲自参加，认可方案思路，要求补充投资回报测算。",
        "The managing director joined, likes the idea, wants the return calculated.",
    ),
    (
        "采购流程：技术评估 → 三家比价 → 总经理办公会，大约六周。",
        "Process: technical evaluation, three quotations, board; about six weeks.",
    ),
    (
        "现有系统使用五年，主要问题是数据分散、报表靠手工。",
        "Their system is five years old; scattered data, reports by hand.",
    ),
    ("客户要求本地部署，并与现有 ERP 对接。", "They need it on premises, connected to their ERP."),
    ("暂无预算，建议下一财年再跟进。", "No budget now; come back next fiscal year."),
    ("首付款已到账，安排实施团队进场。", "First payment received; implementation can start."),
    ("联系人出差，改约下周三下午三点。", "Contact is travelling; moved to next Wednesday at three."),
    ("希望参观同行业客户现场。", "They would like to visit a customer of the same industry."),
    ("关键用户试用反馈良好，移动端录入还需优化。", "Key users like the trial; mobile entry needs work."),
    ("法务对违约责任条款有修改意见，已转内部确认。", "Legal asks for changes to liability; passed on."),
    ("满意度不错，有扩容到其他分厂的可能。", "Satisfied; may roll out to other plants."),
];

const STEPS: [(&str, &str); 8] = [
    ("发送报价", "Send the quotation"),
    ("安排产品演示", "Arrange a demonstration"),
    ("等待技术评估结果", "Wait for the technical evaluation"),
    ("约见决策人", "Meet the decision maker"),
    ("提交投标文件", "Submit the tender"),
    ("确认合同条款", "Agree on the contract"),
    ("准备投资回报测算", "Calculate the return"),
    ("邀请参观案例客户", "Invite to a reference customer"),
];

pub fn said(lang: Lang, (zh, en): (&'static str, &'static str)) -> &'static str {
    if lang == Lang::Zh { zh } else { en }
}

/// (kind, subject)
pub fn subject(chance: &mut Chance, lang: Lang) -> (&'static str, &'static str) {
    let (kind, zh, en) = *chance.pick(&SUBJECTS);
    (kind, said(lang, (zh, en)))
}

pub fn note(chance: &mut Chance, lang: Lang) -> &'static str {
    said(lang, *chance.pick(&NOTES))
}

pub fn next_step(chance: &mut Chance, lang: Lang) -> &'static str {
    said(lang, *chance.pick(&STEPS))
}

/// Chinese, English, and whose role in buying it is.
pub const TITLES: [(&str, &str, &str); 16] = [
    ("总经理", "Managing Director", "decision_maker"),
    ("采购经理", "Purchasing Manager", "purchaser"),
    ("信息部经理", "IT Manager", "evaluator"),
    ("生产总监", "Director of Production", "influencer"),
    ("财务总监", "CFO", "finance"),
    ("技术总监", "CTO", "evaluator"),
    ("采购主管", "Buyer", "purchaser"),
    ("设备部部长", "Head of Equipment", "influencer"),
    ("副总经理", "Deputy Managing Director", "decision_maker"),
    ("信息化主管", "Digitalisation Lead", "champion"),
    ("行政经理", "Office Manager", "user"),
    ("质量经理", "Quality Manager", "influencer"),
    ("运营总监", "COO", "decision_maker"),
    ("车间主任", "Plant Foreman", "user"),
    ("项目经理", "Project Manager", "champion"),
    ("董事长助理", "Assistant to the Chairman", "influencer"),
];

using WeChatService.Reports.Ports;

namespace WeChatService.Adapters.Tests.Pdf;

/// <summary>The same invented building after its yearly detection: report, raw record, an uploaded file with site records, a month's report.</summary>
static class SampleDetection
{
    static readonly string[] Names =
    [
        "消防应急照明和疏散指示系统", "消防应急广播系统", "消防专用电话系统", "电气火灾监控系统", "消防设备电源监控系统", "独立式感烟探测器", "防火分隔设施", "消防电梯", "消防救援窗口",
        "消防给水", "消火栓系统", "自动喷水灭火系统", "水喷雾灭火系统", "细水雾灭火系统", "消防炮",
    ];

    static readonly SignatureBox Lead = new("项目负责人", "顾南舟", "一级注册消防工程师", "YZ1-2021-0467", null, null, null);
    static readonly SignatureBox TechnicalLead = Lead with { Role = "技术负责人", Name = "沈砚秋", PracticeNumber = "YZ1-2018-0122" };
    static readonly ReportDocument Month = SampleReport.Document();

    static ReportCover Cover(string number, string title) => Month.Cover with { Number = number, Title = title, Heading = "北京市消防技术服务", OwnerLabel = "甲方", Period = "2026年度检测" };

    static ReportPhoto Photo => Month.Part<MeasuredRecords>().Records[0].Photos[0];

    static DateTimeOffset At(int hour, int minute) => new(2026, 11, 19, hour, minute, 0, TimeSpan.FromHours(8));

    /// <summary>A.8 has one failed C item and stays 合格; A.11 has a failed A item and is 不合格, which the lead confirmed.</summary>
    public static ReportDocument Report() => Month with
    {
        Cover = Cover("BJ-202611-7F3K9Q2M", "建筑消防设施\n检测报告"),
        Totals = new(12, 9, 2, 1),
        Parts =
        [
            new DetectionForm
            {
                ProjectName = "澄湖商务中心 A 座", Address = "云州市临湖区澄湖路 18 号", Client = new("云州澄湖物业管理中心", "周桂兰", "139 **** 0817"), Builder = new(null, null, null),
                Area = "21,860 m²", Floors = "地上 12 层，地下 1 层", Use = "办公", Height = "47.6 m", Documents = "验收文件", AgencyName = "云州岚安消防技术服务有限公司",
                Lead = "顾南舟-YZ1-2021-0467", TechnicalLead = "沈砚秋-YZ1-2018-0122", Types = [new("年度检测", true), new("竣工检测", false), new("其他检测", false)],
                Scope = "消防电梯、消火栓系统", Basis = "《消防设施通用规范》（GB 55036-2022）、《建筑消防设施检测技术规程》（XF 503-2004）", From = new(2026, 11, 17), To = new(2026, 11, 19), Limits = new(0, 2, 4),
                Singles = [.. Names.Select((name, i) => i switch
                {
                    7 => new SingleRow("A.8", name, true, 6, 0, 0, 1, "合格", false),
                    10 => new SingleRow("A.11", name, true, 5, 1, 0, 0, "不合格", true),
                    _ => new SingleRow($"A.{i + 1}", name, false, 0, 0, 0, 0, null, false),
                })],
                Overall = "不合格", Opinion = "消火栓系统有 1 项 A 类不合格，请委托单位整改后复检。",
                Forced = ["A.11 消火栓系统，水泵启动：顾南舟 2026年11月19日 17:02 由合格改为不合格，现场复测压力不足。"],
                LeadSignature = Lead, TechnicalLeadSignature = TechnicalLead,
            },
            new DetectionFindings(
                [
                    new("A.8 消防电梯", "轿厢内装修", "C", "轿厢地毯不是不燃材料", "韩柏川", At(10, 12), [Photo]),
                    new("A.11 消火栓系统", "消火栓泵启动", "A", "2 号泵 1.5 min 后仍未达到额定压力", "韩柏川", At(14, 40), []),
                ],
                [new("A.11 消火栓系统", "屋顶试验消火栓出水", "B", "当天停水，不具备测试条件", "陆小满", At(15, 5), [])]),
        ],
    };

    public static ReportDocument RawRecord() => Month with
    {
        Cover = Cover("BJ-202611-7F3K9Q2M", "建筑消防设施\n检测原始记录"),
        Parts =
        [
            new RawRecordTable(
            [
                new("A.8", "消防电梯",
                [
                    new("消防电梯井道和轿厢",
                    [
                        new("轿厢内装修", "C", "查看轿厢内装修材料及其燃烧性能", "不燃材料", "不合格", ReportVerdict.Fails, "地毯为普通化纤", [], "韩柏川", At(10, 12), null, [Photo]),
                        new("首层到顶层运行时间", "A", "从首层直达顶层，用秒表计时", "≤ 60 s", "合格", ReportVerdict.Conforms, "", [new("运行时间", "38 s", "≤ 60 s", true)], "韩柏川", At(10, 30), null, []),
                    ]),
                ]),
                new("A.11", "消火栓系统",
                [
                    new("消防水泵",
                    [
                        new("消火栓泵启动", "A", "按下启泵按钮，读取压力表", "≥ 0.35 MPa", "不合格", ReportVerdict.Fails, "1.5 min 后压力不足", [new("出口压力", "0.28 MPa", "≥ 0.35 MPa", false)], "韩柏川", At(14, 40), "顾南舟由合格改为不合格：现场复测压力不足", []),
                        new("屋顶试验消火栓出水", "B", "打开试验消火栓", null, "不具备测试条件", ReportVerdict.NotApplicable, "当天停水", [], "陆小满", At(15, 5), null, []),
                    ]),
                ]),
            ]),
        ],
    };

    /// <summary>Cover, information sheet, the uploaded file, site records, fence and tracks (RPT-10).</summary>
    public static ReportDocument Uploaded(byte[] pdf, int pages)
    {
        var file = SampleReport.Photo(pdf, "检测报告");
        return Month with
        {
            Cover = Cover("SN-202611-8K2M7QXA", "建筑消防设施\n检测报告") with { Heading = "陕西省消防技术服务", GenerationForm = "服务机构上传，系统附现场记录" },
            Totals = new(0, 0, 0, 0),
            Parts =
            [
                new ServiceSheet("技术服务信息表",
                [
                    new("项目名称", "澄湖商务中心 A 座", true), new("服务类型", "年度检测"), new("合同编号", "HT-2026-0419"), new("项目负责人", "顾南舟-YZ1-2021-0467"), new("技术负责人", "沈砚秋-YZ1-2018-0122"),
                ], "合格", [new("检测报告.pdf", pages, file.Sha256)], Lead, TechnicalLead, null, new(2026, 11, 20)),
                new UploadedFile(file.Id, file.Sha256, "检测报告", pages),
                Month.Part<MeasuredRecords>() with { Title = "检测现场记录" },
                Month.Part<SiteSheet>(),
            ],
            ReadUpload = (_, _) => Task.FromResult(pdf),
        };
    }

    public static ReportDocument Monthly() => Month with
    {
        Cover = Cover("SH-202611-M3K9Q2ZT", "建筑消防设施\n维护保养月报") with { Heading = "上海市消防技术服务", Period = "2026年11月", OwnerLabel = "委托单位" },
        Totals = new(0, 0, 0, 0),
        Parts =
        [
            new MonthlySheet
            {
                Fields = [new("项目名称", "澄湖商务中心 A 座", true), new("委托单位", "云州澄湖物业管理中心"), new("维保期", "2026年11月"), new("项目负责人", "顾南舟"), new("技术负责人", "沈砚秋")],
                Texts = [new("本期完成情况", "完成月度维保 42 项。\n消火栓系统和火灾报警系统按季度内容检查。"), new("发现的问题", "2 号消火栓泵出口压力 0.28 MPa，低于 0.35 MPa。"), new("建议", "更换叶轮。"), new("下期计划", "12 月上旬复测，年度检测同时进行。")],
                Visits = [new("韩柏川", At(8, 18), At(10, 42), 144, null), new("陆小满", At(13, 5), At(15, 20), 0, "超距执业，时长不计")],
                Ratings = [new(new(2026, 11, 19), 5, "准时，讲得清楚。")],
                LeadSignature = Lead,
            },
        ],
    };
}

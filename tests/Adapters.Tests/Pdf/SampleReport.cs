using System.Security.Cryptography;
using WeChatService.Reports.Ports;

namespace WeChatService.Adapters.Tests.Pdf;

/// <summary>A rich report about an invented building: every field filled, every verdict, a fault carried over, a visit outside the fence. Photos are drawn.</summary>
static class SampleReport
{
    public const string VerificationUrl = "https://wechatservice.example/verify/SH-LA-2026-11-0318";

    public static ReportDocument Document() => new()
    {
        Cover = new()
        {
            Number = "SH-LA-2026-11-0318", Heading = "云州市建筑消防设施维护保养", Title = "建筑消防设施\n维护保养报告", Period = "2026年11月（月度）",
            ProjectName = "澄湖商务中心 A 座", Address = "云州市临湖区澄湖路 18 号", OwnerLabel = "委托单位", OwnerName = "云州澄湖物业管理中心",
            AgencyName = "云州岚安消防技术服务有限公司", AgencyRegistration = "统一社会信用代码 91000000MA0000000X",
            ServiceFrom = new(2026, 11, 19), ServiceTo = new(2026, 11, 20), ReportDate = new(2026, 11, 20),
            LegalBasis = "《中华人民共和国消防法》《社会消防技术服务管理规定》（应急管理部令第 7 号）《建筑消防设施的维护管理》GB 25201",
            GenerationForm = "系统生成", VerificationUrl = VerificationUrl, Hotline = "0000-96119", RetentionNote = "项目档案保存至少 6 年",
        },
        Totals = new(42, 39, 2, 1),
        Parts =
        [
            new ConditionTable
            {
                KeyUnit = true, ResponsiblePerson = "乔知夏", Phone = "0000-86955533-2333",
                Lead = "顾南舟，一级注册消防工程师", Operators = "韩柏川（高级）、陆小满（中级）",
                Buildings = ["1 栋，地上 12 层，地下 1 层，高 47.6 m；建筑面积 21,860 m²，其中地上 18,420 m²，地下 3,440 m²。使用功能：办公。"],
                BuildingRemark = "本次范围为 A 座 1–8 层，9–12 层由租户另行委托。",
                WaterSupplies = [new("高位消防水箱，18 m³，屋顶", true), new("消防水池，216 m³，B1", true), new("市政两路供水", false)],
                Systems = [.. SystemLines.Select((name, i) => new TickBox(name, i is 0 or 1 or 3 or 4 or 5 or 10 or 13 or 17))],
                Totals = new(42, 39, 2, 1),
                Opinion = "消防设施可以运行，存在以下问题：",
                Faults =
                [
                    new("11月", "处理中", "消火栓系统", "消火栓泵，B1 泵房", "2 号泵出口压力 0.28 MPa，低于 0.35 MPa", "叶轮有异响", "不符合",
                    [
                        new(At(20, 13, 9), null, "业主同意维修"),
                        new(At(20, 13, 12), "孟知远", "维修，11月21日前完成"),
                    ]),
                    new("11月", "与业主沟通中", "疏散指示系统", "出口标志灯，3F 东走道", "灯不亮", null, "不符合", [new(At(20, 13, 5), null, "与业主沟通中")]),
                    new("10月", "已解决", "火灾报警系统", "点型感烟探测器，5F 会议室", "探测器污染报故障", null, "不符合", [new(At(3, 9, 41), "陆小满", "排查"), new(At(4, 15, 20), "陆小满", "清洗后恢复正常")]),
                ],
                Remark = "5F 末端试水实测 0.04 MPa，低于标准 0.05 MPa，现场记为符合，说明见实测记录。",
                LeadSignature = new("项目负责人", "顾南舟", "一级注册消防工程师", "YZ1-2021-0467", null, null, new(2026, 11, 20)),
                TechnicalLeadSignature = new("技术负责人", "沈砚秋", "一级注册消防工程师", "YZ1-2018-0122", null, null, null),
                Client = new("已阅，请按期修好 2 处故障。", "周桂兰", null, At(20, 16, 32), "微信签署"),
            },
            new SummaryTable(new(42, 39, 2, 1),
            [
                new("火灾报警系统", ["点型感烟探测器", "手动报警按钮", "火灾报警控制器"], new(14, 14, 0, 0)),
                new("消火栓系统", ["消火栓泵", "室内消火栓", "水泵接合器"], new(11, 10, 1, 0)),
                new("自动喷水灭火系统", ["末端试水装置", "湿式报警阀组", "喷头"], new(9, 8, 0, 1)),
                new("应急照明和疏散指示系统", ["出口标志灯", "应急照明灯"], new(5, 4, 1, 0)),
                new("防火分隔", ["常闭防火门"], new(3, 3, 0, 0)),
            ]),
            new MaintenanceTable(
            [
                new("火灾报警系统",
                [
                    new("点型感烟探测器", "韩柏川", new(2026, 11, 19), [.. Items("外观", "检查探测器外观、指示灯，清除周围 0.5 m 内的遮挡物", "报警功能", "用加烟器使探测器报警，核对控制器显示的部位", "安装", "检查底座是否松动，接线是否牢固")]),
                    new("火灾报警控制器", "韩柏川", new(2026, 11, 19), [.. Items("自检", "按自检键，核对声光和显示", "主备电切换", "断开主电，确认备电自动投入，恢复主电", "消音复位", "核对消音、复位功能", "打印", "核对打印机走纸和字迹")]),
                ]),
                new("消火栓系统",
                [
                    new("消火栓泵", "陆小满", new(2026, 11, 19),
                    [
                        new("a", "启动", "就地和远程启动，观察运转和信号反馈", ReportVerdict.Conforms, "1、2 号泵均启动，反馈正常。"),
                        new("b", "出口压力", "启泵后读取出口压力表，与设计值比较", ReportVerdict.Fails, "2 号泵出口压力 0.28 MPa，低于 0.35 MPa。"),
                        new("c", "主备泵切换", "模拟主泵故障，备用泵应自动投入", ReportVerdict.Conforms, "切换正常，用时 4 s。"),
                    ]),
                ]),
                new("自动喷水灭火系统", [new("末端试水装置", "韩柏川", new(2026, 11, 20),
                [
                    new("a", "静压", "关闭试水阀，读取压力表", ReportVerdict.Conforms, "5F 0.04 MPa，低于标准 0.05 MPa，现场记为符合，业主已知。"),
                    new("b", "放水", "打开试水阀，观察水流指示器、压力开关和泵", ReportVerdict.NotApplicable, "2F 当天停水，不具备测试条件。"),
                ])]),
                new("应急照明和疏散指示系统", [new("出口标志灯", "陆小满", new(2026, 11, 20), [new("a", "外观与点亮", "逐个查看，按试验键", ReportVerdict.Fails, "3F 东走道 1 只不亮。")])]),
            ]),
            new MeasuredRecords("实测记录", "本次没有实测记录。",
            [
                Record("火灾报警系统", "火灾报警控制器", "主备电切换", "1F 消防控制室", ReportVerdict.Conforms, "断开主电后备电立即投入，声光告警正常。", [new("备电投入时间", "0.8 s", null, null)], "panel"),
                Record("消火栓系统", "消火栓泵", "出口压力", "B1 泵房", ReportVerdict.Fails, "2 号泵启动后出口压力偏低，叶轮有异响。", [new("1 号泵出口压力", "0.41 MPa", "≥ 0.35 MPa", true), new("2 号泵出口压力", "0.28 MPa", "≥ 0.35 MPa", false)], "gauge", "pump"),
                Record("自动喷水灭火系统", "末端试水装置", "静压", "5F 东", ReportVerdict.Conforms, "压力略低，其余正常。", [new("静压", "0.04 MPa", "≥ 0.05 MPa", false)], "sprinkler") with { Flag = "实测 0.04 MPa 低于标准 0.05 MPa，现场判为符合。韩柏川说明：“表在 5F，折算到最不利点后够。”" },
                Record("自动喷水灭火系统", "末端试水装置", "放水", "2F 西", ReportVerdict.NotApplicable, "", []) with { CannotReason = "当天停水，不具备测试条件，业主已签字" },
                Record("应急照明和疏散指示系统", "出口标志灯", "外观与点亮", "3F 东走道", ReportVerdict.Fails, "按试验键不亮，灯罩完好。", [], "exit", "door"),
            ]),
            new SiteSheet(Fence, [Building],
            [
                new("韩柏川", "执业打卡", At(19, 8, 18), At(19, 10, 42), 144, 0.93, 0.80, null, new(31.22915, 121.47455), 12, 21, true, null, Track, 18, [Photo("selfie", "现场自拍", "2026-11-19 08:18:04", "围栏内 21 m，韩柏川"), Photo("front", "单位门头", "2026-11-19 08:19:31", "围栏内 19 m，韩柏川")]),
                new("陆小满", "执业打卡", At(20, 8, 51), At(20, 11, 6), 0, null, 0.80, "项目负责人同意", new(31.2278, 121.4771), 25, 168, false, "超距执业：结束时离围栏 168 m，时长记 0。", [], 2, []),
            ]),
        ],
        ReadPhoto = (photo, _) => Task.FromResult(Bytes[photo.Id]),
    };

    public static T Part<T>(this ReportDocument document) where T : ReportPart => document.Parts.OfType<T>().Single();

    /// <summary>The document with one of its parts changed.</summary>
    public static ReportDocument Change<T>(this ReportDocument document, Func<T, T> change) where T : ReportPart =>
        document with { Parts = [.. document.Parts.Select(part => part is T found ? change(found) : part)] };

    /// <summary>The 21 lines of the form's 维护保养项目范围.</summary>
    static readonly string[] SystemLines =
    [
        "消防供电配电", "火灾报警系统", "电气火灾监控系统", "消防供水设施", "消火栓（自动寻的灭火装置）灭火系统", "自动喷水灭火系统", "泡沫灭火系统", "气体灭火系统",
        "机械加压送风系统", "机械排烟系统", "应急照明和疏散指示系统", "应急广播系统", "消防专用电话", "防火分隔", "消防电梯", "细水雾灭火系统", "干粉灭火系统", "灭火器",
        "水喷雾灭火系统", "探火管灭火装置", "其他消防设施",
    ];

    static readonly MapPoint[] Fence = [new(31.2295, 121.4739), new(31.2296, 121.4752), new(31.2288, 121.4753), new(31.2287, 121.4740)];
    static readonly MapPoint[] Building = [new(31.22935, 121.4742), new(31.2294, 121.4748), new(31.2291, 121.47485), new(31.2291, 121.4746), new(31.22895, 121.47462), new(31.2289, 121.47425)];
    static readonly TrackPoint[] Track = [.. Enumerable.Range(0, 46).Select(i => new TrackPoint(
        new(31.22915 + 0.00022 * Math.Sin(i / 7.0) - 0.00002 * (i % 3), 121.47455 + 0.00034 * Math.Cos(i / 9.0) - 0.0003), At(19, 8, 18).AddMinutes(i * 3)))];

    static readonly Dictionary<Guid, byte[]> Bytes = [];

    static DateTimeOffset At(int day, int hour, int minute) => new(2026, 11, day, hour, minute, 0, TimeSpan.FromHours(8));

    static IEnumerable<MaintenanceItem> Items(params string[] pairs) => pairs.Chunk(2).Select((p, i) =>
        new MaintenanceItem($"{(char)('a' + i)}", p[0], p[1], ReportVerdict.Conforms, "正常。"));

    static MeasuredRecord Record(string system, string facility, string item, string place, ReportVerdict verdict, string text, MeasuredValue[] values, params string[] photos) =>
        new(system, facility, item, place, verdict, text, null, values, [.. photos.Select((p, i) => Photo(p, place.Split(' ')[^1], $"2026-11-19 16:2{i + 1}:07", $"{place}，围栏内 31 m，韩柏川"))], "韩柏川", At(19, 16, 21), null);

    static ReportPhoto Photo(string drawing, string label, params string[] lines) => Photo(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Pdf", "Photos", drawing + ".jpg")), label, lines);

    public static ReportPhoto Photo(byte[] bytes, string label, params string[] lines)
    {
        var hash = SHA256.HashData(bytes);
        var id = new Guid(hash.AsSpan(0, 16));
        lock (Bytes) Bytes[id] = bytes;
        return new(id, Convert.ToHexString(hash), label, lines);
    }
}

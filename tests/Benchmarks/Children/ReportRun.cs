using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using WeChatService.Pdf;
using WeChatService.Reports.Ports;

namespace WeChatService.Benchmarks.Children;

/// <summary>
/// Prints one report in a process of its own, as a worker does: photos read from disk and checked, print copies, pages, fonts, PDF/A, the
/// final check. Says {"wallMs", "cpuMs", "pages"}; the processor time is this process's own and its tools'.
/// </summary>
internal static class ReportRun
{
    private const long MillisecondsPerTick = 10;

    public static async Task Serve(string[] args)
    {
        var (folder, photos, rows) = (args[0], int.Parse(args[1], CultureInfo.InvariantCulture), int.Parse(args[2], CultureInfo.InvariantCulture));
        using var services = new ServiceCollection().AddLogging().AddReportRendering(new ConfigurationBuilder().Build()).BuildServiceProvider();
        var renderer = services.GetRequiredService<IReportRenderer>();
        var document = Document(folder, photos, rows);
        var (clock, before) = (Stopwatch.StartNew(), CpuTicks());
        var report = await renderer.Render(document, _ => Task.CompletedTask, CancellationToken.None);
        clock.Stop();
        await File.WriteAllBytesAsync(Path.Combine(folder, "ours.pdf"), report.Pdf);
        Console.WriteLine(JsonSerializer.Serialize(new { wallMs = clock.Elapsed.TotalMilliseconds, cpuMs = (CpuTicks() - before) * MillisecondsPerTick, pages = report.Pages }));
    }

    /// <summary>User and system time of this process and of the tools it has waited for.</summary>
    private static long CpuTicks()
    {
        var text = File.ReadAllText("/proc/self/stat");
        return text[(text.LastIndexOf(')') + 2)..].Split(' ')[11..15].Sum(n => long.Parse(n, CultureInfo.InvariantCulture));
    }

    private static ReportDocument Document(string folder, int photos, int rows)
    {
        var files = Directory.GetFiles(folder, "photo-*.jpg").Order(StringComparer.Ordinal).Select(file => (File: file, Hash: Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file))))).ToArray();
        var at = new DateTimeOffset(2026, 11, 19, 16, 21, 7, TimeSpan.FromHours(8));
        ReportPhoto Photo(int n) => new(new Guid(n, 0, 0, new byte[8]), files[n % files.Length].Hash, "压力表", ["2026-11-19 16:21:07", "B1 泵房，围栏内 31 m，韩柏川"]);
        var sign = new SignatureBox("项目负责人", "顾南舟", "一级注册消防工程师", "YZ1-2021-0467", null, null, null);
        var counts = new CheckCounts(rows, rows, 0, 0);
        return new ReportDocument
        {
            Cover = new()
            {
                Number = "SN-202611-7F3K9Q2M", Heading = "陕西省消防技术服务", Title = "建筑消防设施\n维护保养报告", Period = "2026年11月", ProjectName = "澄湖商务中心 A 座", Address = "澄湖路 18 号",
                OwnerLabel = "业主", OwnerName = "澄湖物业管理中心", AgencyName = "岚安消防技术服务有限公司", AgencyRegistration = "统一社会信用代码 91000000MA0000000X", ServiceFrom = new(2026, 11, 19),
                ServiceTo = new(2026, 11, 20), ReportDate = new(2026, 11, 20), LegalBasis = "《中华人民共和国消防法》", GenerationForm = "系统生成", VerificationUrl = "https://wechatservice.example/verify/SN-202611-7F3K9Q2M",
            },
            Totals = counts,
            Parts =
            [
                new ConditionTable
                {
                    KeyUnit = true, ResponsiblePerson = "乔知夏", Phone = "0000-86955533", Lead = "顾南舟", Operators = "韩柏川", Buildings = ["1 栋，地上 12 层，高 47.6 m"], WaterSupplies = [new("消防水池，216 m³", true)],
                    Systems = [new("消火栓系统", true)], Totals = counts, Opinion = "所查项目均符合要求。", Faults = [], LeadSignature = sign, TechnicalLeadSignature = sign with { Role = "技术负责人" },
                    Client = new(null, null, null, null, null),
                },
                new MaintenanceTable([.. Enumerable.Range(0, rows / 10).Select(system => new MaintenanceSystem($"系统 {system + 1}",
                [
                    new($"设施 {system + 1}", "韩柏川", new(2026, 11, 19), [.. Enumerable.Range(0, 10).Select(i => new MaintenanceItem($"{(char)('a' + i)}", $"检查第 {i + 1} 项设施", "查看外观、标志和功能，与设计值比较", ReportVerdict.Conforms, "现场检查正常，没有发现问题。"))]),
                ]))]),
                new MeasuredRecords("实测记录", "", [.. Enumerable.Range(0, photos).Chunk(3).Select(three => new MeasuredRecord($"系统 {three[0] / 30}", "消火栓泵", $"出口压力 {three[0]}", "B1 泵房",
                    ReportVerdict.Conforms, "启动后运转平稳，信号反馈正常。", null, [new("出口压力", "0.41 MPa", "≥ 0.35 MPa", true)], [.. three.Select(Photo)], "韩柏川", at, null))]),
            ],
            ReadPhoto = (photo, ct) => File.ReadAllBytesAsync(files[BitConverter.ToInt32(photo.Id.ToByteArray()) % files.Length].File, ct),
        };
    }
}

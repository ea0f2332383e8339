using System.Text.RegularExpressions;
using WeChatService.Messaging;
using WeChatService.Pdf;
using WeChatService.TestKit;

namespace WeChatService.Architecture.Tests.Words;

/// <summary>What the service reads from its environment stands in config/local.env.example, and nothing else does.</summary>
public partial class SettingTests
{
    /// <summary>Read in one piece by the binder: each property is a setting.</summary>
    private static readonly (string Section, Type Options)[] Bound =
        [("Messaging", typeof(MessagingModule).Assembly.GetType("WeChatService.Messaging.Push.PushOptions", throwOnError: true)!), ("ReportRendering", typeof(ReportRenderingOptions))];

    /// <summary>Put together while running; * stands for names that an installation makes.</summary>
    private static readonly IReadOnlyList<string> Composed =
    [
        .. from account in new[] { "Agency", "Owner", "MiniProgram" }
           from part in new[] { "AppId", "Secret", "Token", "AesKey", "AesKeyPrevious", "OriginalId", "Mode" }
           select $"WeChat__{account}__{part}",
        "WeChat__Agency__Templates__*", "Public__VerifyFiles__*", "TencentCloud__Sms__Templates__*", "OTEL_EXPORTER_OTLP_ENDPOINT",
    ];

    /// <summary>A word of the command line, and an account's part that stands above.</summary>
    private static readonly string[] NotSettings = ["role", "WeChat__Mode"];

    private static string Root => Path.GetDirectoryName(Product.Sources)!;

    /// <summary>NAME of every line NAME=…, of those that are commented out too.</summary>
    private static readonly Lazy<IReadOnlySet<string>> Example = new(() =>
        ExampleLine().Matches(File.ReadAllText(Path.Combine(Root, "config", "local.env.example"))).Select(m => m.Groups[1].Value).ToHashSet());

    [Fact]
    public void Every_setting_that_is_read_stands_in_the_example() => Assert.Equal([], Read().Where(name => !Example.Value.Any(e => Fits(name, e))).Order());

    [Fact]
    public void The_example_names_no_setting_that_nobody_reads()
    {
        var read = Read().ToHashSet();
        Assert.Equal([], Example.Value.Where(e => !read.Any(name => Fits(name, e))));
    }

    [Fact]
    public void What_the_README_names_is_in_the_example()
    {
        var named = ReadmeName().Matches(File.ReadAllText(Path.Combine(Root, "README.md"))).Select(m => m.Value.Replace("__KEY", "__", StringComparison.Ordinal)).Distinct();
        Assert.Equal([], named.Where(name => !Example.Value.Any(e => e.StartsWith(name, StringComparison.Ordinal))));
    }

    /// <summary>So that a change of how settings are read does not make the tests above look at nothing.</summary>
    [Theory]
    [InlineData("Limits__PublicPerMinute"), InlineData("Public__CacheSeconds"), InlineData("Redis__Tls"), InlineData("Mail__FromName"), InlineData("ObjectStore__Bucket")]
    [InlineData("TencentCloud__Sms__SdkAppId"), InlineData("WeChat__Owner__AesKeyPrevious"), InlineData("Messaging__DailyQuota"), InlineData("Plans__Reminders")]
    public void These_are_found_in_the_sources(string name) => Assert.Contains(name, Read());

    /// <summary>A key that ends in * stands for many of that beginning.</summary>
    private static bool Fits(string read, string example) =>
        read == example || (read.EndsWith('*') && example.StartsWith(read[..^1], StringComparison.Ordinal));

    private static IEnumerable<string> Read()
    {
        var found = Bound.SelectMany(b => b.Options.GetProperties().Where(p => p.CanWrite).Select(p => $"{b.Section}__{p.Name}{(p.PropertyType.IsArray ? "__*" : "")}")).Concat(Composed).ToList();
        foreach (var text in Product.SourceFiles().Where(f => !f.Path.StartsWith("Sandbox/", StringComparison.Ordinal)).Select(f => string.Join('\n', f.Lines)))
        {
            found.AddRange(Whole().Matches(text).Select(m => m.Groups[1].Value));
            if (Section().Match(text) is { Success: true } section)
            {
                found.AddRange(Part().Matches(text).Select(m => $"{section.Groups[1].Value}:{m.Groups[1].Value}"));
            }
        }

        return found.Select(k => k.Replace(":", "__", StringComparison.Ordinal)).Except(NotSettings).Distinct();
    }

    [GeneratedRegex(@"^#? ?([A-Z][A-Za-z0-9]*(?:__[A-Za-z0-9_]+?)+|OTEL_[A-Z_]+)=", RegexOptions.Multiline)]
    private static partial Regex ExampleLine();

    [GeneratedRegex(@"\b[A-Z][A-Za-z]+__[A-Z][A-Za-z]+(__[A-Z][A-Za-z]+)*\b")]
    private static partial Regex ReadmeName();

    [GeneratedRegex(@"GetSection\(""([A-Z][A-Za-z]+)""\)")]
    private static partial Regex Section();

    /// <summary>By its whole name, or by that of the order that runs each day.</summary>
    [GeneratedRegex(@"(?:[cC]onfiguration(?:\[|\.GetValue(?:<\w+>)?\()|DailyOrder<\w+>\()""([A-Za-z_]+(?::[A-Za-z]+)*)""")]
    private static partial Regex Whole();

    /// <summary>By its name in the one section that the file reads.</summary>
    [GeneratedRegex(@"(?:(?:section|mail|redis)(?:\[|\.GetValue(?:<\w+>)?\()|Required\(section, )""([A-Z][A-Za-z]+(?::[A-Z][A-Za-z]+)*)""")]
    private static partial Regex Part();
}

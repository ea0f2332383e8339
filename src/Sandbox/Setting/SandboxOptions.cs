namespace WeChatService.Sandbox.Setting;

/// <summary>The sandbox's settings; see README.md for the meaning of each.</summary>
public sealed record SandboxOptions
{
    public required int Port { get; init; }
    /// <summary>Where mails are handed in; the port above the other one.</summary>
    public int SmtpPort => Port == 0 ? 0 : Port + 1;
    public string? HostBase { get; init; }
    public required string ConfigFolder { get; init; }
    public string? StateFile { get; init; }
    public string? WebRoot { get; init; }
    /// <summary>The mini program as built for a browser; null: it is not built.</summary>
    public string? MiniProgramRoot { get; init; }
    /// <summary>Where the root certificate is written at start, for clients that come over HTTPS.</summary>
    public string? RootFile { get; init; }
    public TimeSpan CallbackDeadline { get; init; }
    public TimeSpan CallbackGap { get; init; }
    public int CallbackAttempts { get; init; }
    public TimeSpan JobFinishDelay { get; init; }

    public static SandboxOptions From(IConfiguration configuration)
    {
        IConfigurationSection s = configuration.GetSection("Sandbox");
        return new SandboxOptions
        {
            Port = s.GetValue("Port", 5090),
            HostBase = s["HostBase"]?.TrimEnd('/'),
            ConfigFolder = Path.GetFullPath(s["Config"] ?? FindUpwards("config", Path.Combine("demo", "accounts.json"))
                ?? throw new InvalidOperationException("No config folder found: set Sandbox__Config to the folder that holds demo/accounts.json.")),
            StateFile = s["StateFile"],
            RootFile = s["RootFile"],
            WebRoot = WebRootOf(s["WebRoot"]),
            MiniProgramRoot = s["MiniProgramRoot"] ?? FindUpwards(Path.Combine("miniprogram", "dist", "web"), "index.html"),
            CallbackDeadline = TimeSpan.FromSeconds(s.GetValue("CallbackSeconds", 5.0)),
            CallbackGap = TimeSpan.FromSeconds(s.GetValue("CallbackGapSeconds", 1.0)),
            CallbackAttempts = s.GetValue("CallbackAttempts", 3),
            JobFinishDelay = TimeSpan.FromSeconds(s.GetValue("JobFinishSeconds", 0.3)),
        };
    }

    static string? WebRootOf(string? configured)
    {
        string? root = configured ?? FindUpwards(Path.Combine("src", "Sandbox", "wwwroot"), "index.html");
        return root is not null && Directory.Exists(root) ? Path.GetFullPath(root) : null;
    }

    /// <summary>Looks for <paramref name="folder"/> holding <paramref name="file"/> in the working folder and the
    /// program's folder and all their parents.</summary>
    static string? FindUpwards(string folder, string file)
    {
        foreach (string start in new[] { Directory.GetCurrentDirectory(), AppContext.BaseDirectory })
            for (DirectoryInfo? at = new(start); at is not null; at = at.Parent)
                if (File.Exists(Path.Combine(at.FullName, folder, file)))
                    return Path.Combine(at.FullName, folder);
        return null;
    }
}

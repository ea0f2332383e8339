using Npgsql;
using WeChatService.Story;
using WeChatService.TestKit;

// scripts/story: acts the nine steps against a running Host and Sandbox, says what it saw, and stops at the first thing it did not see.
var options = Options.Read(args);
if (options is null)
{
    return 2;
}

Directory.CreateDirectory(options.Folder);
using var tale = new Tale(new RunningSystem(options.Host, options.Sandbox), options.Region, SqlAsApplication, options.Folder);
foreach (var step in Step.All)
{
    try
    {
        var seen = await tale.Act(step);
        Console.WriteLine($"{step.Number}. {step.Name}: {string.Join("; ", seen.Where(o => o.Code is null).Select(o => o.What))}");
        foreach (var refusal in seen.Where(o => o.Code is not null))
        {
            Console.WriteLine($"   - {refusal.What}");
        }
    }
    catch (Exception e)
    {
        var why = e is HttpRequestException ? $"{e.Message}; does scripts/start still run?" : e.Message;
        Console.Error.WriteLine($"{step.Number}. {step.Name}: NOT OBSERVED: {why}");
        if (options.Verbose)
        {
            Console.Error.WriteLine(e);
        }

        return 1;
    }
}

Console.WriteLine($"QR code: {tale.QrPath}");
Console.WriteLine($"PDF:     {tale.PdfPath}");
Console.WriteLine($"story: {Step.All.Count} steps passed");
return 0;

async Task<int> SqlAsApplication(string sql)
{
    await using var connection = new NpgsqlConnection(
        Environment.GetEnvironmentVariable("Database__App") ?? throw new NotObserved("Database__App is not set; start the story by scripts/story"));
    await connection.OpenAsync();
    await using var command = new NpgsqlCommand(sql, connection);
    return await command.ExecuteNonQueryAsync();
}

/// <summary>What the command line says.</summary>
internal sealed record Options(string Region, Uri Host, Uri Sandbox, string Folder, bool Verbose)
{
    /// <returns>Null: wrong use, which was said.</returns>
    public static Options? Read(string[] args)
    {
        var said = new Dictionary<string, string>
        {
            ["--region"] = "shanghai", ["--base"] = Environment.GetEnvironmentVariable("WCS_HOST") ?? "http://127.0.0.1:5080",
            ["--sandbox"] = Environment.GetEnvironmentVariable("WCS_SANDBOX") ?? "http://127.0.0.1:5090", ["--folder"] = Path.Combine(".run", "story"), ["--verbose"] = "false",
        };
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i] == "--verbose")
            {
                said["--verbose"] = "true";
            }
            else if (said.ContainsKey(args[i]) && i + 1 < args.Length)
            {
                said[args[i]] = args[++i];
            }
            else
            {
                Console.Error.WriteLine($"Unknown argument: {args[i]}. Use --region {string.Join('|', Demo.Prefixes.Keys)}, --base URL, --sandbox URL, --folder PATH, --verbose.");
                return null;
            }
        }

        if (!Demo.Prefixes.ContainsKey(said["--region"]))
        {
            Console.Error.WriteLine($"Unknown region: {said["--region"]}. Known: {string.Join(", ", Demo.Prefixes.Keys)}.");
            return null;
        }

        return Uri.TryCreate(said["--base"], UriKind.Absolute, out var host) && Uri.TryCreate(said["--sandbox"], UriKind.Absolute, out var sandbox)
            ? new(said["--region"], host, sandbox, Path.GetFullPath(said["--folder"]), said["--verbose"] == "true")
            : Wrong("--base and --sandbox must be addresses, such as http://127.0.0.1:5080.");
    }

    private static Options? Wrong(string sentence)
    {
        Console.Error.WriteLine(sentence);
        return null;
    }
}

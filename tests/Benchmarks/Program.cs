using WeChatService.Benchmarks;
using WeChatService.Benchmarks.Children;

if (args is ["--serve", var server, .. var rest])
{
    await (server switch
    {
        "worker" => WorkerServer.Serve(rest),
        "ceiling" => CeilingServer.Serve(rest),
        "wechat" => MockWeChat.Serve(rest),
        "callback-reader" or "callback-ceiling" => CallbackServers.Serve(server, rest),
        "report" => ReportRun.Serve(rest),
        "accept" => AcceptServer.Serve(together: true, rest),
        "accept-alone" => AcceptServer.Serve(together: false, rest),
        _ => Baselines.Serve(server, rest),
    });
    return 0;
}

Options options;
try
{
    options = Options.Of(args);
}
catch (ArgumentException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 2;
}

var all = new Dictionary<string, Func<IAsyncEnumerable<Figure>>>
{
    ["callback"] = () => Callbacks.Run(options),
    ["checkin"] = () => CheckIns.Run(options.PassTime),
    ["lists"] = () => Lists.Run(options),
    ["push"] = () => Pushes.Run(options),
    ["reports"] = () => PrintedReports.Run(options),
};
if (options.Named.Except(all.Keys).ToList() is { Count: > 0 } unknown)
{
    await Console.Error.WriteLineAsync($"Nothing is called {string.Join(", ", unknown)}. Known: {string.Join(", ", all.Keys)}.");
    return 2;
}

var failed = 0;
var figures = new List<Figure>();
foreach (var (name, run) in all.Where(of => options.Named.Count == 0 || options.Named.Contains(of.Key)))
{
    try
    {
        await foreach (var figure in run())
        {
            figures.Add(figure);
            Console.WriteLine(options.Json ? figure.ToJson() : figure.ToString());
        }
    }
    catch (Exception e)
    {
        // One measurement that does not run must not hide the others.
        await Console.Error.WriteLineAsync($"{name} did not run: {e.Message}");
        failed = 1;
    }
}

await (options.Json ? Console.Error : Console.Out).WriteLineAsync(Summary.Of(figures));
return failed;

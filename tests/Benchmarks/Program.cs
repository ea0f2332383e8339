using WeChatService.Benchmarks;
using WeChatService.Benchmarks.Children;

if (args is ["--serve", var baseline, .. var rest])
{
    await Baselines.Serve(baseline, rest);
    return 0;
}

var json = args.Contains("--json");
var seconds = 6.0;
var named = args.Where(arg => !arg.StartsWith("--", StringComparison.Ordinal)).ToList();
var all = new Dictionary<string, Func<IAsyncEnumerable<Figure>>>
{
    ["callback"] = () => Callbacks.Run(TimeSpan.FromSeconds(seconds)),
    ["checkin"] = () => CheckIns.Run(TimeSpan.FromSeconds(seconds)),
    ["list"] = () => Lists.Run(TimeSpan.FromSeconds(seconds)),
    ["push"] = Pushes.Run,
};
if (named.Except(all.Keys).ToList() is { Count: > 0 } unknown)
{
    await Console.Error.WriteLineAsync($"Nothing is called {string.Join(", ", unknown)}. Known: {string.Join(", ", all.Keys)}.");
    return 2;
}

var failed = 0;
foreach (var (name, run) in all.Where(of => named.Count == 0 || named.Contains(of.Key)))
{
    try
    {
        await foreach (var figure in run())
        {
            Console.WriteLine(json ? figure.ToJson() : figure.ToString());
        }
    }
    catch (Exception e)
    {
        // One measurement that does not run must not hide the others.
        await Console.Error.WriteLineAsync($"{name} did not run: {e.Message}");
        failed = 1;
    }
}

return failed;

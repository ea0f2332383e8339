using WeChatService.Story;
using WeChatService.TestKit;

namespace WeChatService.Modules.Tests.Story;

/// <summary>
/// The story of each region, told once in one house and only as far as a test asks: every step stands on those before it, and a test
/// looks at what was observed in its own.
/// </summary>
public sealed class ToldStories : IAsyncLifetime
{
    private readonly House _house = new();
    private readonly Dictionary<string, Telling> _tellings = [];

    public Task InitializeAsync() => _house.InitializeAsync();

    /// <summary>What was observed in a step, after acting all steps up to it.</summary>
    /// <exception cref="NotObserved">It, or one before it, was not observed.</exception>
    public async Task<Seen> In(string region, int step)
    {
        if (!_tellings.TryGetValue(region, out var telling))
        {
            _tellings[region] = telling = new Telling(await Begin(region));
        }

        return await telling.In(step);
    }

    private async Task<Tale> Begin(string region)
    {
        var folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "story")).FullName;
        using var anyone = _house.Anonymous();
        using var page = await anyone.Http.GetAsync(new Uri("/agency/index.html", UriKind.Relative));
        return new Tale(_house.System, region, _house.SqlAsApplication, folder, hasPages: page.IsSuccessStatusCode);
    }

    public Task DisposeAsync()
    {
        foreach (var telling in _tellings.Values)
        {
            telling.Tale.Dispose();
        }

        return _house.DisposeAsync();
    }

    private sealed class Telling(Tale tale)
    {
        private readonly List<Seen> _acted = [];
        private string? _brokeOff;

        public Tale Tale => tale;

        public async Task<Seen> In(int number)
        {
            while (_acted.Count < number)
            {
                if (_brokeOff is not null)
                {
                    throw new NotObserved(_brokeOff);
                }

                var step = Step.All[_acted.Count];
                try
                {
                    _acted.Add(new(await tale.Act(step)));
                }
                catch (Exception e)
                {
                    _brokeOff = $"{tale.Region}, step {step.Number} {step.Name}: {e.Message}";
                    throw;
                }
            }

            return _acted[number - 1];
        }
    }
}

/// <summary>What was observed in one step.</summary>
public sealed class Seen(IReadOnlyList<Observation> all)
{
    /// <summary>This was refused by this rule.</summary>
    public Seen Refused(string code, string rule)
    {
        Assert.Contains(all, o => o.Code == code && o.Rule == rule);
        return this;
    }

    /// <summary>This was observed.</summary>
    public Seen Says(string part)
    {
        Assert.Contains(all, o => o.Code is null && o.What.Contains(part, StringComparison.Ordinal));
        return this;
    }

    public Seen DoesNotRefuse(string code)
    {
        Assert.DoesNotContain(all, o => o.Code == code);
        return this;
    }
}

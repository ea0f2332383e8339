namespace WeChatService.TestKit;

/// <summary>A running Host and its sandbox, wherever they run; everything a client needs to know.</summary>
public sealed class RunningSystem(Uri host, Uri sandbox)
{
    public Uri Host { get; } = host;
    public Uri Sandbox { get; } = sandbox;

    /// <summary>Waits until what a phone just did has had its effects; where nobody can look, does not wait.</summary>
    public Func<Task> CallbacksApplied { get; init; } = () => Task.CompletedTask;

    /// <summary>The phone of a person in the sandbox.</summary>
    public Phone Phone(string personKey) => new(this, personKey);

    public Task<AgencyClient> Agency(string personKey) => new AgencyClient(this).SignIn(personKey);
    public Task<OwnerClient> Owner(string personKey) => new OwnerClient(this).SignIn(personKey);
    public Task<MiniProgramClient> MiniProgram(string personKey) => new MiniProgramClient(this).SignIn(personKey);
    public Task<ConsoleClient> Console(string personKey) => new ConsoleClient(this).SignIn(personKey);
    public Task<AuthorityClient> Authority(string personKey) => new AuthorityClient(this).SignIn(personKey);

    /// <summary>Nobody in particular, at a door of choice.</summary>
    public Caller Anonymous(string door = "public") => new(this, door);
}

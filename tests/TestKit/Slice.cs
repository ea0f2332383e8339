namespace WeChatService.TestKit;

/// <summary>
/// A test class over HTTP that finds a fresh demonstration world in each test. A class whose tests do not disturb
/// each other takes <c>IClassFixture&lt;House&gt;</c> alone and is quicker.
/// </summary>
public abstract class Slice(House house) : Xunit.IAsyncLifetime, Xunit.IClassFixture<House>
{
    protected House House { get; } = house;
    protected Given Given => House.Given;

    public virtual Task InitializeAsync() => House.Renew();

    public virtual Task DisposeAsync() => Task.CompletedTask;
}

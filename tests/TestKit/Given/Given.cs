namespace WeChatService.TestKit;

/// <summary>
/// Brings a fresh demonstration world into a named state, over the same HTTP that people's clients use. Each step
/// stands on the one before it.
/// </summary>
public sealed partial class Given(House house)
{
    private House House { get; } = house;
}

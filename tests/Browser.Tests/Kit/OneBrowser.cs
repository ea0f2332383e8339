using WeChatService.TestKit;

namespace WeChatService.Browser.Tests.Kit;

/// <summary>All tests share one Chromium and run one after another: two browsers at once only make each other slow.</summary>
[CollectionDefinition(nameof(OneBrowser))]
public sealed class OneBrowser : ICollectionFixture<Chromium>;

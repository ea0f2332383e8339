using Microsoft.Extensions.DependencyInjection;
using WeChatService.Adapters.Tests.Kit;
using WeChatService.Kernel;

namespace WeChatService.Adapters.Tests.ObjectStorage;

public sealed class S3StoreTests(AdaptersAtSandbox at) : IClassFixture<AdaptersAtSandbox>
{
    [Fact]
    public async Task What_was_put_is_got_byte_for_byte_then_deleted()
    {
        var store = at.Get<IObjectStore>();
        var bytes = new byte[300_000];
        new Random(7).NextBytes(bytes);
        await store.Put("item/2026-11/abc.jpg", new MemoryStream(bytes), "image/jpeg", default);
        Assert.Equal(bytes, await FolderStoreTests.Bytes(store, "item/2026-11/abc.jpg"));
        Assert.Equal("image/jpeg", (await at.Ask("objects")).AsArray().Single(o => o!["key"]!.GetValue<string>() == "item/2026-11/abc.jpg")!["contentType"]!.GetValue<string>());
        await store.Delete("item/2026-11/abc.jpg", default);
        await Assert.ThrowsAsync<FileNotFoundException>(() => store.Get("item/2026-11/abc.jpg", default));
    }

    [Fact]
    public async Task A_stream_that_cannot_be_read_twice_is_stored_whole()
    {
        var store = at.Get<IObjectStore>();
        await store.Put("report/1.pdf", new OneWay([1, 2, 3, 4]), "application/pdf", default);
        Assert.Equal([1, 2, 3, 4], await FolderStoreTests.Bytes(store, "report/1.pdf"));
    }

    [Fact]
    public async Task What_comes_in_is_sent_once_for_one_key()
    {
        var store = at.Get<IObjectStore>();
        foreach (var first in new byte[] { 7, 8 })
        {
            await using var incoming = store.Receive();
            incoming.Write([first, 2, 3]);
            incoming.Content.Position = 1;
            await incoming.Keep("sha256/ab/abc", "image/webp", default);
        }

        Assert.Equal([7, 2, 3], await FolderStoreTests.Bytes(store, "sha256/ab/abc"));
    }

    [Fact]
    public async Task A_wrong_secret_is_an_unavailable_store_not_an_odd_error()
    {
        var store = at.Provider(("ObjectStore:secretKey", "wrong")).GetRequiredService<IObjectStore>();
        await Assert.ThrowsAsync<ObjectStoreUnavailable>(() => store.Put("a/b", new MemoryStream([1]), "image/jpeg", default));
    }

    [Fact]
    public async Task A_store_that_is_down_is_said_to_be_unavailable()
    {
        await at.Fault("store", "down", times: 20);
        try { await Assert.ThrowsAsync<ObjectStoreUnavailable>(() => at.Get<IObjectStore>().Put("a/c", new MemoryStream([1]), "image/jpeg", default)); }
        finally { await at.Drive.DeleteAsync("/__sandbox/faults"); }
    }

    private sealed class OneWay(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}

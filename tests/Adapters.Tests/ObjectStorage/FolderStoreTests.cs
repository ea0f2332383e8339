using WeChatService.Kernel;
using WeChatService.ObjectStorage;

namespace WeChatService.Adapters.Tests.ObjectStorage;

public sealed class FolderStoreTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("objects-").FullName;

    [Fact]
    public async Task What_was_put_is_got_and_the_same_key_replaces_it()
    {
        var store = Store();
        await store.Put("item/2026-11/abc", new MemoryStream([1, 2, 3]), "image/jpeg", default);
        await store.Put("item/2026-11/abc", new MemoryStream([4, 5]), "image/jpeg", default);
        Assert.Equal([4, 5], await Bytes(store, "item/2026-11/abc"));
    }

    [Fact]
    public async Task What_is_not_there_is_not_found_and_deleting_it_twice_harms_nothing()
    {
        var store = Store();
        await store.Put("a/b", new MemoryStream([1]), "image/jpeg", default);
        await store.Delete("a/b", default);
        await store.Delete("a/b", default);
        await store.Delete("never/was", default);
        await Assert.ThrowsAsync<FileNotFoundException>(() => store.Get("a/b", default));
        await Assert.ThrowsAsync<FileNotFoundException>(() => store.Get("never/was", default));
    }

    [Fact]
    public async Task An_upload_that_breaks_off_leaves_neither_a_half_object_nor_a_remainder()
    {
        var store = Store();
        await store.Put("a/b", new MemoryStream([1, 2, 3]), "image/jpeg", default);
        await Assert.ThrowsAsync<ObjectStoreUnavailable>(() => store.Put("a/b", new BreakingStream(), "image/jpeg", default));
        Assert.Equal([1, 2, 3], await Bytes(store, "a/b"));
        Assert.Single(Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task What_a_process_that_died_had_received_goes_after_a_while_and_what_is_still_coming_stays()
    {
        var store = Store();
        await store.Put("a/b", new MemoryStream([1, 2, 3]), "image/jpeg", default);
        await using var coming = store.Receive();
        coming.Write([1]);
        var left = Path.Combine(folder, ".unfinished", "left");
        await File.WriteAllBytesAsync(left, [1, 2]);
        File.SetLastWriteTimeUtc(left, DateTime.UtcNow.AddDays(-2));
        File.SetLastWriteTimeUtc(Path.Combine(folder, "a", "b"), DateTime.UtcNow.AddDays(-2));
        store.ForgetUnfinished(DateTimeOffset.UtcNow.AddDays(-1));
        Assert.False(File.Exists(left));
        await coming.Keep("a/c", "image/jpeg", default);
        Assert.Equal([1, 2, 3], await Bytes(store, "a/b"));
        Assert.Equal([1], await Bytes(store, "a/c"));
    }

    [Fact]
    public async Task What_comes_in_is_an_object_once_it_is_kept_and_of_one_key_the_first_stays()
    {
        var store = Store();
        await using (var dropped = store.Receive())
        {
            dropped.Write([1, 2, 3]);
        }

        Assert.Empty(Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories));
        foreach (var first in new byte[] { 7, 8 })
        {
            await using var incoming = store.Receive();
            incoming.Write([first]);
            incoming.Write([2, 3]);
            Assert.Equal(3, incoming.Content.Length);
            await incoming.Keep("sha256/ab/abc", "image/jpeg", default);
        }

        Assert.Equal([7, 2, 3], await Bytes(store, "sha256/ab/abc"));
        Assert.Single(Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData("../outside")]
    [InlineData("a/../../outside")]
    [InlineData("/etc/passwd")]
    [InlineData("a//b")]
    [InlineData("a/.hidden")]
    [InlineData("a\\b")]
    [InlineData("a/b\0c")]
    [InlineData("报告/1")]
    [InlineData("")]
    public async Task A_key_that_could_lead_out_of_the_folder_is_refused(string key)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Store().Put(key, new MemoryStream([1]), "image/jpeg", default));
        await Assert.ThrowsAsync<ArgumentException>(() => Store().Get(key, default));
        await Assert.ThrowsAsync<ArgumentException>(() => Store().Delete(key, default));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private FolderObjectStore Store() => new(folder, new Ids(TimeProvider.System));

    internal static async Task<byte[]> Bytes(IObjectStore store, string key)
    {
        await using var stream = await store.Get(key, default);
        var kept = new MemoryStream();
        await stream.CopyToAsync(kept);
        return kept.ToArray();
    }

    private sealed class BreakingStream : MemoryStream
    {
        public override Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken)
        {
            destination.WriteByte(9);
            throw new IOException("the line broke");
        }
    }
}

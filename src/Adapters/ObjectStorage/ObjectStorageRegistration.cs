using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using WeChatService.Kernel;

namespace WeChatService.ObjectStorage;

/// <param name="Endpoint">https://s3.oss-cn-shanghai.aliyuncs.com; the bucket goes before the host.</param>
/// <param name="PathStyle">The bucket in the path instead; only stores without DNS need it, OSS refuses it.</param>
internal sealed record S3Settings(Uri Endpoint, string Bucket, string Region, string AccessKey, string SecretKey, bool PathStyle, TimeSpan Timeout);

public static class ObjectStorageRegistration
{
    /// <summary>The object store that <c>ObjectStore__Kind</c> names: folder or s3.</summary>
    /// <exception cref="InvalidOperationException">When the store is first used and a setting is missing; names it.</exception>
    public static IServiceCollection AddObjectStorage(this IServiceCollection services, IConfiguration configuration) =>
        services.AddSingleton<IObjectStore>(s =>
        {
            var section = configuration.GetSection("ObjectStore");
            return section["Kind"] switch
            {
                "s3" => new S3ObjectStore(Settings(section), s.GetRequiredService<Ids>()),
                "folder" or null or "" => new FolderObjectStore(Required(section, "Folder"), s.GetRequiredService<Ids>()),
                var other => throw new InvalidOperationException($"ObjectStore__Kind is {other}: folder or s3"),
            };
        });

    private static S3Settings Settings(IConfigurationSection section) => new(
        Uri.TryCreate(Required(section, "Endpoint"), UriKind.Absolute, out var endpoint)
            ? endpoint : throw new InvalidOperationException("ObjectStore__Endpoint is no address"),
        Required(section, "Bucket"), Required(section, "Region"), Required(section, "AccessKey"), Required(section, "SecretKey"),
        // An address of one machine has no sub-domains to put a bucket in.
        section.GetValue("PathStyle", endpoint.HostNameType is UriHostNameType.IPv4 or UriHostNameType.IPv6 || endpoint.IsLoopback),
        TimeSpan.FromSeconds(section.GetValue("TimeoutSeconds", 20)));

    private static string Required(IConfigurationSection section, string key) =>
        section[key] is { Length: > 0 } value ? value : throw new InvalidOperationException($"ObjectStore__{key} is not set");
}

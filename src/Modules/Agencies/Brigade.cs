using WeChatService.Agencies.Contracts;
using WeChatService.Kernel;

namespace WeChatService.Agencies;

/// <summary>支队: the authority of one district of a region; the corps above it is the region itself.</summary>
[Shared("authorities are public; which of them supervises is printed on every report")]
internal sealed class Brigade
{
    public Guid Id { get; private set; }
    public string Region { get; private set; } = "";
    public string District { get; private set; } = "";
    public string Name { get; private set; } = "";

    public static Brigade Of(Guid id, string region, string district, string name) =>
        new() { Id = id, Region = region, District = district, Name = name };

    public BrigadeCard Card() => new(Id, Region, District, Name);
}

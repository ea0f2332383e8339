using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using WeChatService.Agencies.Contracts;
using WeChatService.Kernel;

namespace WeChatService.Faces;

/// <summary>The drawn portraits of the agencies' people as approved base photos.</summary>
internal sealed class Demo(AppDb db, IPeople people, IObjectStore store, TimeProvider time) : IDemoSeed
{
    private const int PortraitWidth = 480;
    private const int PortraitHeight = 640;

    private sealed record WorldPerson(string Key, string? AgencyKey, string Portrait);

    public int Order => 60;

    public async Task Seed(DemoWorld world, CancellationToken ct)
    {
        var told = (await world.ReadPeople<WorldPerson>(ct)).Where(p => p.AgencyKey is not null).ToList();
        var known = await db.Set<FaceBase>().Select(b => b.Id).ToHashSetAsync(ct);
        var cards = (await people.Of(told.Select(p => DemoWorld.Id("person", p.Key)), ct)).ToDictionary(c => c.Id);
        foreach (var person in told.Where(p => !known.Contains(DemoWorld.Id("face-base", p.Key))))
        {
            await Enrol(person, cards[DemoWorld.Id("person", person.Key)], world, ct);
        }

        await db.SaveChangesAsync(ct);
    }

    private async Task Enrol(WorldPerson told, PersonCard person, DemoWorld world, CancellationToken ct)
    {
        var bytes = await File.ReadAllBytesAsync(Path.Combine(world.Folder, told.Portrait), ct);
        var now = time.GetUtcNow();
        var photo = StoredObject.Of(
            DemoWorld.Id("portrait", told.Key), ObjectKind.Portrait, "image/jpeg", bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes)),
            PortraitWidth, PortraitHeight, Guid.Empty, person.AgencyId, now);
        await store.Put(photo.Key, new MemoryStream(bytes, writable: false), photo.ContentType, ct);
        var enrolled = FaceBase.Submit(DemoWorld.Id("face-base", told.Key), person.AgencyId, person.Region, person.Id, photo.Id, now);
        enrolled.Approve(now);
        db.Keep(photo);
        db.Add(enrolled);
    }
}

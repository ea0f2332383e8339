using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using WeChatService.Kernel;
using WeChatService.TestKit;

namespace WeChatService.Modules.Tests.Kernel.Slices;

/// <summary>Pictures that came and that nothing ever named do not lie there for ever; what anything names stays.</summary>
public sealed class UnusedPhotosTests(House house) : Slice(house)
{
    private IObjectStore Store => House.Services.GetRequiredService<IObjectStore>();

    [Fact]
    public async Task Ninety_days_later_the_bytes_of_a_photo_that_nothing_names_go_and_what_is_named_anywhere_stays()
    {
        var mobile = await (await Given.ARecordedTask()).Operator();
        using var elsewhere = await House.MiniProgram("bj-operator");
        var shared = await House.Phone("sh-operator").Picture("item");
        Guid unused = await Sent(mobile), listed = await Sent(mobile), within = await Sent(mobile), told = await Sent(mobile), portrait = await Sent(mobile);
        var (ours, theirs) = ((await mobile.Upload(shared)).ShouldBeOk().Id, (await elsewhere.Upload(shared)).ShouldBeOk().Id);
        await House.SqlAsAdmin($"update item_record set photo_ids = photo_ids || array['{listed}'::uuid] where id = (select id from item_record limit 1)");
        await House.SqlAsAdmin($"update visit set \"end\" = jsonb_build_object('photoId', '{within}') where id = (select id from visit limit 1)");
        await House.SqlAsAdmin($"update item_record set text = text || ' {told:N}' where id = (select id from item_record limit 1)");
        await House.SqlAsAdmin($"update person set portrait_object_id = '{portrait}' where id = (select id from person limit 1)");
        await House.SqlAsAdmin($"update item_record set photo_ids = photo_ids || array['{theirs}'::uuid] where id = (select id from item_record order by id desc limit 1)");
        var came = House.Time.Today();

        await Look(came.AddDays(90));
        Assert.Equal(0, await House.Value<long>("select count(*) from discarded_object"));
        await Look(came.AddDays(91));
        await Look(came.AddDays(91));
        Assert.Equal([.. new[] { unused, ours }.Order()], (await House.InDatabase(db => db.Set<DiscardedObject>().Select(d => d.Id).ToListAsync())).Order());
        await Later();

        Assert.False(await Lies(unused));
        Assert.All(await Task.WhenAll(new[] { listed, within, told, portrait, ours, theirs }.Select(Lies)), Assert.True);
        Assert.Equal(1, await House.Value<long>($"select count(*) from stored_object o join object_seal s on s.id = o.id where o.id = '{unused}'"));
        Assert.Equal(2, await House.Value<long>("select count(*) from discarded_object d join audit_entry a on a.subject_id = d.run_id where a.act = 'objects.discarded'"));
        Assert.Empty(await Changed());

        // Nobody names it any more, and nobody adds to what is told to have gone.
        House.Time.At(House.Time.GetUtcNow().AddDays(2));
        var account = await House.Value<Guid>($"select uploaded_by from stored_object where id = '{unused}'");
        Assert.Equal("photo.missing", (await Assert.ThrowsAsync<RuleBroken>(() => Found(unused, account))).Problem.Code);
        Assert.Equal(listed, (await Found(listed, account)).Id);
        await House.SqlAsApplication($"insert into discarded_object select '{listed}', run_id, at from discarded_object limit 1");
        await Store.Delete(await Key(listed), default);
        Assert.Contains(await Changed(), f => f.Says.Contains("bytes are gone", StringComparison.Ordinal));
        foreach (var sql in new[] { "delete from discarded_object", "update discarded_object set at = now()" })
        {
            Assert.Equal(Npgsql.PostgresErrorCodes.InsufficientPrivilege, (await Assert.ThrowsAsync<Npgsql.PostgresException>(() => House.SqlAsApplication(sql))).SqlState);
        }
    }

    [Fact]
    public async Task Whoever_names_or_sends_the_same_bytes_while_they_go_has_them()
    {
        var mobile = await (await Given.ARecordedTask()).Operator();
        var pictures = new[] { await House.Phone("sh-operator").Picture("item"), await House.Phone("sh-operator").Selfie(), await House.Phone("sh-operator").Picture("controller") };
        var sent = new List<Guid>();
        foreach (var picture in pictures)
        {
            sent.Add((await mobile.Upload(picture)).ShouldBeOk().Id);
        }

        await Look(House.Time.Today().AddDays(91));
        Assert.Equal(sent.Count, await House.Value<long>("select count(*) from discarded_object"));
        // A record that was on its way while we looked.
        await House.SqlAsAdmin($"update item_record set photo_ids = photo_ids || array['{sent[0]}'::uuid] where id = (select id from item_record limit 1)");
        await Each(sent, (u, key) => u.Run(new DiscardBytes(key), new JobRun(Guid.Empty, 1), default));
        Assert.Equal("True False False", string.Join(' ', await Task.WhenAll(sent.Select(Lies))));

        // Sent again after they went; and in the very moment, when the store still had them.
        var again = (await mobile.Upload(pictures[1])).ShouldBeOk().Id;
        var moment = (await mobile.Upload(pictures[2])).ShouldBeOk().Id;
        await Store.Delete(await Key(moment), default);
        await Each(sent, (u, key) => u.Run(new ForgetBytes(key), new JobRun(Guid.Empty, 1), default));
        Assert.Equal("True True True", string.Join(' ', await Task.WhenAll(new[] { sent[0], again, moment }.Select(Lies))));
        Assert.Empty(await Changed());
    }

    private static async Task<Guid> Sent(MiniProgramClient mobile) => (await mobile.Upload(await mobile.System.Phone("sh-operator").Picture("item"))).ShouldBeOk().Id;

    private Task<string> Key(Guid id) => House.Value<string>($"select key from stored_object where id = '{id}'");

    private async Task<bool> Lies(Guid id)
    {
        try
        {
            await using var bytes = await Store.Get(await Key(id), default);
            return true;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
    }

    private Task Look(DateOnly day) => Run(u => u.Run(new LookForUnused(day), new JobRun(Guid.Empty, 1), default));

    private async Task Run(Func<UnusedPhotos, Task> act)
    {
        await using var scope = House.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Become(Actor.System);
        await act(scope.ServiceProvider.GetRequiredService<UnusedPhotos>());
    }

    private async Task Each(List<Guid> photos, Func<UnusedPhotos, string, Task> step)
    {
        foreach (var id in photos)
        {
            var key = await Key(id);
            await Run(u => step(u, key));
        }
    }

    /// <summary>Both steps, as the clock brings them.</summary>
    private async Task Later()
    {
        for (var i = 0; i < 2; i++)
        {
            House.Time.At(House.Time.GetUtcNow().AddMinutes(11));
            await House.Settled();
        }
    }

    private async Task<StoredObject> Found(Guid id, Guid account)
    {
        await using var scope = House.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Become(Actor.System with { Door = Door.MiniProgram, AccountId = account });
        return await scope.ServiceProvider.GetRequiredService<Photos>().Find(id, default);
    }

    private async Task<List<AuditFinding>> Changed()
    {
        await using var scope = House.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Become(Actor.System);
        var found = new List<AuditFinding>();
        foreach (var check in scope.ServiceProvider.GetServices<IAuditCheck>().Where(c => c.Name is "evidence" or "audit"))
        {
            await foreach (var finding in check.Run(new AuditLook(true), default))
            {
                found.Add(finding);
            }
        }

        return found;
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using WeChatService.Kernel;
using WeChatService.Messaging;
using WeChatService.Pipeline.Tests.Kit;
using WeChatService.ServiceAccounts.Contracts;

namespace WeChatService.Pipeline.Tests.Faults;

/// <summary>Commits notices with their deliveries through the house's own entities, as a handler of the relay does.</summary>
internal sealed class Announcer : IAsyncDisposable
{
    private readonly ServiceProvider services;
    private readonly Ids ids;
    private readonly NoticeTemplates templates;

    public Announcer(string database)
    {
        // A database that is away must not hold the load up for longer than a person would wait.
        var impatient = new NpgsqlConnectionStringBuilder(database) { Timeout = 2, CommandTimeout = 4, MaxPoolSize = 8 };
        services = new ServiceCollection()
            .AddLogging()
            .AddKernel(PushRig.Configuration(impatient.ConnectionString), Host.House.Modules()) // all of them: EF keeps one model for a process
            .BuildServiceProvider();
        ids = services.GetRequiredService<Ids>();
        templates = services.GetRequiredService<NoticeTemplates>();
    }

    /// <summary>One commit. Its ids are told before it, since a commit whose answer is lost may stand.</summary>
    /// <param name="openIds">One message each.</param>
    /// <param name="account">Whose followers they are.</param>
    /// <param name="at">When it is said to have happened; now.</param>
    /// <param name="about">Hears the ids before the commit.</param>
    /// <param name="and">A statement of the same transaction.</param>
    /// <returns>The ids, once committed.</returns>
    public async Task<IReadOnlyList<Guid>> Commit(
        IEnumerable<string> openIds,
        ServiceAccountKind account = ServiceAccountKind.Agency,
        DateTimeOffset? at = null,
        Action<IReadOnlyList<Guid>>? about = null,
        string? and = null)
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Become(Actor.System);
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        var written = new List<Guid>();
        foreach (var openId in openIds)
        {
            written.Add(Add(db, openId, account, at ?? DateTimeOffset.UtcNow));
        }

        about?.Invoke(written);
        await using var transaction = await db.Database.BeginTransactionAsync();
        await db.SaveChangesAsync();
        if (and is not null)
        {
            await db.Database.ExecuteSqlRawAsync(and);
        }

        await transaction.CommitAsync();
        return written;
    }

    private Guid Add(AppDb db, string openId, ServiceAccountKind account, DateTimeOffset at)
    {
        var receiver = new NoticeReceiver(NoticeReader.AgencyPerson, ids.Next(), ids.Next());
        var about = new NoticeAbout(
            ids.Next(), ids.Next(), ids.Next(), ids.Next(), "/agency/reviews/1", ["澄湖商务中心", "11月维保", "韩柏川", "没有不符合"]);
        var template = templates.For(account == ServiceAccountKind.Agency ? NoticeReader.AgencyPerson : NoticeReader.OwnerContact,
            account == ServiceAccountKind.Agency ? "task_submitted" : "report_filed");
        var notice = Notice.For(ids.Next(), receiver, template, about, at);
        var follower = new FollowerRecord(ids.Next(), account, openId, null, Subscribed: true, receiver.SubjectId);
        var delivery = Delivery.To(ids.Next(), notice, template, follower);
        db.Add(notice);
        db.Add(delivery);
        return delivery.Id;
    }

    public ValueTask DisposeAsync() => services.DisposeAsync();
}

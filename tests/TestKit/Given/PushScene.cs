using WeChatService.FieldTasks.Contracts;
using WeChatService.Kernel;
using WeChatService.Plans.Contracts;

namespace WeChatService.TestKit;

/// <summary>One region's demonstration agency with pushes that nobody received, put into the states that a test wants.</summary>
public sealed class PushScene(House house, string region)
{
    private readonly string _prefix = Demo.Prefixes[region];

    public string AdminKey => $"{_prefix}-admin";
    public string LeadKey => $"{_prefix}-lead";
    public string OperatorKey => $"{_prefix}-operator";
    public string ContactKey => $"{_prefix}-contact2";

    /// <summary>The project whose contact is already bound.</summary>
    public string ProjectKey => region switch
    {
        "shanghai" => "shanghai-warehouse", "beijing" => "beijing-library", "shaanxi" => "shaanxi-hospital", _ => "xinjiang-school",
    };

    public string ProjectName => Demo.Project(ProjectKey).GetProperty("name").GetString()!;

    public Task<ConsoleClient> Admin() => house.Console(AdminKey);

    /// <summary>The operator is told of a plan (agency account).</summary>
    public Task<Guid> PlanAssigned(string plan = "11月维保", string? personKey = null) => Happens(
        new PlanAssigned(Guid.CreateVersion7(), Id("project", ProjectKey), Agency, Id("person", personKey ?? OperatorKey), plan, ProjectName, 4, "负责人"), "plan_assigned");

    /// <summary>The lead is told of a record (agency account), the contact of what it found (owner account); gives the contact's.</summary>
    public Task<Guid> FaultFound(string what = "压力表读数为零") => Happens(
        new FieldTaskSubmitted(
            Guid.CreateVersion7(), "11月维保", Guid.CreateVersion7(), Id("project", ProjectKey), Agency, Id("owner", OwnerKey), Id("person", OperatorKey),
            DateTimeOffset.UtcNow, 12, [new FailedItem(Guid.CreateVersion7(), "M04-03", "M04-03-01", "湿式报警阀组", what, [])]),
        "fault_found");

    /// <summary>The lead is asked for his consent: an urgent one.</summary>
    public Task<Guid> ConsentRequested() => Happens(
        new ConsentRequested(Guid.CreateVersion7(), ConsentKind.Start, Guid.CreateVersion7(), "11月维保", Id("project", ProjectKey), Agency, Id("person", OperatorKey), DateTimeOffset.UtcNow),
        "consent_requested");

    /// <summary>As the workers would have left it; what is pending waits for its next attempt, so that no sender takes it meanwhile.</summary>
    public Task Becomes(Guid delivery, string state, string? reason = null) => house.SqlAsAdmin(
        $"""
        update delivery set state = '{state}', reason = {(reason is null ? "null" : $"'{reason}'")}, open_id = 'o-of-a-test', finished_at = now(),
          sent_at = {(state is "Sent" or "Delivered" ? "now()" : "null")}, failures = {(state == "Dead" ? 9 : 0)},
          not_before = {(state == "Pending" ? "now() + interval '1 hour'" : "null")} where id = '{delivery}'
        """);

    /// <summary>Everything of it happened so long ago: both ids are of that time.</summary>
    public Task MovesBack(Guid delivery, TimeSpan age) => house.SqlAsAdmin(
        $"""
        with moved as (
          update notice set id = overlay(delivery_floor(now() - interval '{age.TotalSeconds} seconds')::text placing right(id::text, 20) from 17)::uuid, created_at = now() - interval '{age.TotalSeconds} seconds'
          where id = (select notice_id from delivery where id = '{delivery}') returning id)
        update delivery set notice_id = (select id from moved), created_at = now() - interval '{age.TotalSeconds} seconds' where id = '{delivery}'
        """);

    public async Task ContactFollows()
    {
        await house.Phone(ContactKey).Follow("owner");
        await house.Settled();
    }

    private Guid Agency => Id("agency", $"{_prefix}-agency");
    private string OwnerKey => Demo.Project(ProjectKey).GetProperty("ownerKey").GetString()!;

    private static Guid Id(string kind, string key) => Demo.Id(kind, key);

    private async Task<Guid> Happens(IEvent happened, string template)
    {
        await house.InDatabase(db =>
        {
            db.Announce(happened);
            return db.SaveChangesAsync();
        });
        await house.Settled();
        return await house.Value<Guid>(
            $"select d.id from delivery d join notice n on n.id = d.notice_id where n.template = '{template}' and n.agency_id = '{Agency}' order by d.id desc limit 1");
    }
}

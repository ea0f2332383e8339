using Microsoft.EntityFrameworkCore;

namespace WeChatService.Kernel;

/// <summary>
/// The one database context. Modules map their own entities; a handler adds, changes and announces, and never
/// saves: the door's write filter (or the relay) commits state, events, audit and answer in one transaction.
/// </summary>
public sealed partial class AppDb(
    DbContextOptions<AppDb> options, HouseModules modules, CurrentActor actor, Ids ids, TimeProvider time,
    AtOnce atOnce, EventTypes eventTypes, JobTypes jobTypes, Doorbells doorbells) : DbContext(options)
{
    private readonly List<IEvent> _announced = [];
    private readonly List<AuditEntry> _audited = [];
    private readonly List<ObjectSeal> _kept = [];
    private bool _ringsOutbox;
    private bool _ringsJobs;

    // What the isolation filter compares with; read anew for every query.
    internal bool SeesAll => actor.Known?.Door == Door.System;
    internal bool ActsForAgency => actor.Known is { AgencyId: not null, Door: Door.Agency or Door.MiniProgram or Door.Console };
    internal Guid ActorAgencyId => actor.Known?.AgencyId ?? Guid.Empty;
    internal bool ActsForOwner => actor.Known?.Door == Door.Owner;
    internal IReadOnlyList<Guid> ActorOwnerIds => actor.Known?.OwnerIds ?? [];
    internal bool ActsForBrigade => actor.Known is { Door: Door.Authority, BrigadeId: not null };
    internal Guid? ActorBrigadeId => actor.Known?.BrigadeId;
    internal bool ActsForCorps => actor.Known is { Door: Door.Authority } corps && corps.Has(Role.Corps);
    internal string ActorRegion => actor.Known?.Region ?? "";

    /// <summary>Tells the modules below: at once in this transaction, and later through the outbox.</summary>
    public void Announce(IEvent happened)
    {
        _announced.Add(happened);
        Add(OutboxEvent.Of(ids.Next(), eventTypes.NameOf(happened.GetType()), happened, time.GetUtcNow()));
        _ringsOutbox = true;
    }

    /// <summary>Schedules durable work for the worker role.</summary>
    /// <param name="job">What to do; small, ids only.</param>
    /// <param name="dedupeKey">While a job of the kind and key waits or runs, saving another is refused (409).</param>
    /// <param name="notBefore">Not earlier than this instant.</param>
    public void Enqueue<TJob>(TJob job, string? dedupeKey = null, DateTimeOffset? notBefore = null) where TJob : notnull
    {
        var now = time.GetUtcNow();
        Add(Job.Of(ids.Next(), jobTypes.NameOf(typeof(TJob)), job, dedupeKey, notBefore ?? now, now));
        _ringsJobs = true;
    }

    /// <summary>Adds one entry to the append-only audit trail, sealed into its chain when this is saved.</summary>
    /// <param name="act">Stable, dotted: <c>report.filed</c>.</param>
    /// <param name="subjectKind">The noun, as in the glossary.</param>
    /// <param name="subjectId">Which one.</param>
    /// <param name="summary">One Chinese line for a person.</param>
    /// <param name="before">Old values, if any; no identity numbers, no photos.</param>
    /// <param name="after">New values.</param>
    /// <param name="evidence">Key of what proves it (a face comparison, a photo).</param>
    public void Audit(
        string act, string subjectKind, Guid subjectId, string summary, object? before = null, object? after = null, string? evidence = null)
    {
        var entry = AuditEntry.Of(ids.Next(), actor.Known ?? Actor.System, time.GetUtcNow(), act, subjectKind, subjectId, summary, before, after, evidence);
        _audited.Add(entry);
        Add(entry);
    }

    /// <summary>Adds the row of a stored photo or document, sealed into the chain of evidence when this is saved.</summary>
    public void Keep(StoredObject stored)
    {
        var seal = ObjectSeal.Of(stored);
        _kept.Add(seal);
        AddRange(stored, seal);
    }

    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        await TellAtOnce(cancellationToken);
        if (_audited.Count + _kept.Count == 0 || Database.CurrentTransaction is not null)
        {
            return await SaveAndRing(acceptAllChangesOnSuccess, cancellationToken);
        }

        // Nobody goes on after a failure in here: a savepoint would be one more way to the database, with the chain's lock in hand.
        Database.AutoSavepointsEnabled = false;
        await using var transaction = await Database.BeginTransactionAsync(cancellationToken);
        var written = await SaveAndRing(acceptAllChangesOnSuccess, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        Ring();
        return written;
    }

    public override int SaveChanges(bool acceptAllChangesOnSuccess) =>
        throw new NotSupportedException("Only SaveChangesAsync seals the audit trail.");

    private async Task TellAtOnce(CancellationToken ct)
    {
        // A handler may announce in turn; the list grows while it is walked.
        for (var i = 0; i < _announced.Count; i++)
        {
            await atOnce.Tell(_announced[i], ct);
        }

        _announced.Clear();
    }

    private async Task<int> SaveAndRing(bool accept, CancellationToken ct)
    {
        // Always in this order, so that two writers never wait for each other.
        await HashChain.Seal(this, _audited, ct);
        await HashChain.Seal(this, _kept, ct);
        var written = await base.SaveChangesAsync(accept, ct);
        _audited.Clear();
        _kept.Clear();
        if (Database.CurrentTransaction is null)
        {
            Ring();
        }

        return written;
    }

    /// <summary>Wakes the relay and the job runner of this process; others poll.</summary>
    internal void Ring()
    {
        if (_ringsOutbox)
        {
            doorbells.Outbox.Ring();
        }

        if (_ringsJobs)
        {
            doorbells.Jobs.Ring();
        }

        (_ringsOutbox, _ringsJobs) = (false, false);
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configuration)
    {
        configuration.Conventions.Add(_ => new SnakeCase());
        // Records are values, kept in jsonb columns of the entity that holds them; entities are classes.
        configuration.Conventions.Remove<Microsoft.EntityFrameworkCore.Metadata.Conventions.RelationshipDiscoveryConvention>();
        configuration.Properties<Enum>().HaveConversion<string>();
        configuration.Properties<DateTimeOffset>().HaveConversion<UtcInstant>();
        configuration.Properties<ChinaMonth>().HaveConversion<MonthText>().HaveColumnType("char(7)");
    }

    protected override void OnModelCreating(ModelBuilder model)
    {
        KernelMapping.Map(model);
        foreach (var module in modules.All)
        {
            module.MapModel(model);
        }

        // Keys come from Ids, never from the context: a child that joins a known parent is new, although it has its key.
        foreach (var key in model.Model.GetEntityTypes().SelectMany(e => e.GetDeclaredProperties()).Where(p => p.IsPrimaryKey() && p.ClrType == typeof(Guid)))
        {
            key.ValueGenerated = Microsoft.EntityFrameworkCore.Metadata.ValueGenerated.Never;
        }

        IsolationFilter.Apply(model, this);
    }
}

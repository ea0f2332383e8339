using System.Linq.Expressions;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace WeChatService.Kernel;

/// <summary>
/// Builds the one query filter of an entity from its ownership interfaces. A row is visible to the system, or to
/// an actor whose door and identity match one of the owners it names; to nobody else. Not yours reads as 404.
/// </summary>
internal static class IsolationFilter
{
    public const string Name = "Isolation";

    public static void Apply(ModelBuilder model, AppDb db)
    {
        foreach (var entity in model.Model.GetEntityTypes().ToList())
        {
            if (entity.IsOwned() || entity.BaseType is not null || entity.ClrType.GetCustomAttribute<SharedAttribute>() is not null)
            {
                continue;
            }

            // A value inside a JSON column, seen by EF before it was told so; it leaves the model by itself.
            if (entity.FindPrimaryKey() is null && !entity.IsKeyless)
            {
                continue;
            }

            model.Entity(entity.ClrType).HasQueryFilter(Name, For(entity, db));
        }
    }

    private static LambdaExpression For(IReadOnlyEntityType entity, AppDb db)
    {
        var type = entity.ClrType;
        var row = Expression.Parameter(type, "row");
        var context = Expression.Constant(db);
        Expression visible = Expression.Property(context, nameof(AppDb.SeesAll));
        var owners = 0;

        void Or<TOwner>(string flag, string own, Func<Expression, Expression, Expression> matches, string column)
        {
            if (!typeof(TOwner).IsAssignableFrom(type))
            {
                return;
            }

            owners++;
            var term = Expression.AndAlso(
                Expression.Property(context, flag),
                matches(Expression.Property(row, column), Expression.Property(context, own)));
            visible = Expression.OrElse(visible, term);
        }

        Or<IAgencyOwned>(nameof(AppDb.ActsForAgency), nameof(AppDb.ActorAgencyId), Expression.Equal, nameof(IAgencyOwned.AgencyId));
        Or<IOwnerOwned>(nameof(AppDb.ActsForOwner), nameof(AppDb.ActorOwnerIds), Among, nameof(IOwnerOwned.OwnerId));
        Or<IBrigadeOwned>(nameof(AppDb.ActsForBrigade), nameof(AppDb.ActorBrigadeId), Expression.Equal, nameof(IBrigadeOwned.BrigadeId));
        Or<IRegionOwned>(nameof(AppDb.ActsForCorps), nameof(AppDb.ActorRegion), Expression.Equal, nameof(IRegionOwned.Region));
        return owners > 0
            ? Expression.Lambda(visible, row)
            : throw new InvalidOperationException($"{type.Name} names no owner and is not marked [Shared]");
    }

    private static Expression Among(Expression column, Expression ids) =>
        Expression.Call(typeof(Enumerable), nameof(Enumerable.Contains), [typeof(Guid)], ids, column);
}

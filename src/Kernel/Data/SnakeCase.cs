using System.Text;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;
using Microsoft.EntityFrameworkCore;

namespace WeChatService.Kernel;

/// <summary>Tables, columns, keys and indexes in snake case; explicit names win over this convention.</summary>
internal sealed class SnakeCase : IModelFinalizingConvention
{
    public void ProcessModelFinalizing(IConventionModelBuilder modelBuilder, IConventionContext<IConventionModelBuilder> context)
    {
        foreach (var entity in modelBuilder.Metadata.GetEntityTypes())
        {
            if (entity.IsMappedToJson())
            {
                continue;
            }

            if (entity.GetTableName() is { } table)
            {
                entity.Builder.ToTable(To(table), entity.GetSchema());
            }

            NameColumns(entity);
            foreach (var key in entity.GetKeys())
            {
                key.Builder.HasName(To(key.GetName()!));
            }

            foreach (var reference in entity.GetForeignKeys().Where(f => f.GetConstraintName() is not null))
            {
                reference.Builder.HasConstraintName(To(reference.GetConstraintName()!));
            }

            foreach (var index in entity.GetIndexes().Where(i => i.GetDatabaseName() is not null))
            {
                index.Builder.HasDatabaseName(To(index.GetDatabaseName()!));
            }
        }
    }

    private static void NameColumns(IConventionTypeBase type)
    {
        foreach (var property in type.GetDeclaredProperties())
        {
            property.Builder.HasColumnName(To(property.GetColumnName()));
        }

        foreach (var complex in type.GetDeclaredComplexProperties())
        {
            if (complex.ComplexType.IsMappedToJson())
            {
                complex.ComplexType.SetContainerColumnName(To(complex.ComplexType.GetContainerColumnName() ?? complex.Name));
            }
            else
            {
                NameColumns(complex.ComplexType);
            }
        }
    }

    public static string To(string name)
    {
        var text = new StringBuilder(name.Length + 8);
        for (var i = 0; i < name.Length; i++)
        {
            var c = name[i];
            if (!char.IsUpper(c))
            {
                text.Append(c);
                continue;
            }

            var startsWord = i > 0 && name[i - 1] != '_'
                && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
            text.Append(startsWord ? "_" : "").Append(char.ToLowerInvariant(c));
        }

        return text.ToString();
    }
}

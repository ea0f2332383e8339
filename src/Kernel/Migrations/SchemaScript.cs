using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;

namespace WeChatService.Kernel;

/// <summary>Prints the CREATE statements of one module's tables as the EF model would make them.</summary>
public static partial class SchemaScript
{
    public static string Of(AppDb db, Assembly module)
    {
        var tables = db.Model.GetEntityTypes().Where(e => e.ClrType.Assembly == module)
            .Select(e => e.GetTableName()).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var statements = db.Database.GenerateCreateScript().ReplaceLineEndings("\n")
            .Split(";\n", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(s => Table().Match(s) is { Success: true } match && tables.Contains(match.Groups["table"].Value));
        return string.Join(";\n\n", statements) + ";\n";
    }

    [GeneratedRegex("""^(?:CREATE TABLE |CREATE (?:UNIQUE )?INDEX \S+ ON |ALTER TABLE )"?(?<table>\w+)"?""")]
    private static partial Regex Table();
}

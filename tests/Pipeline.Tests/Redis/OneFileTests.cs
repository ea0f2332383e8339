using System.Runtime.CompilerServices;

namespace WeChatService.Pipeline.Tests.Redis;

public sealed class OneFileTests
{
    [Fact]
    public void Only_one_source_file_knows_the_package()
    {
        var source = Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", "..", "..", "src");

        var knowing = Directory.EnumerateFiles(source, "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}"))
            .Where(file => File.ReadAllText(file).Contains("StackExchange.Redis;"))
            .Select(Path.GetFileName);

        Assert.Equal(["StackExchangeWire.cs"], knowing);
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}

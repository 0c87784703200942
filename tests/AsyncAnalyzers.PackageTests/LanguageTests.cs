namespace AsyncAnalyzers.PackageTests;

/// <summary>A build speaks the language that the compiler is told to speak, and English where it is told nothing.</summary>
[Collection(PackageCollection.Name)]
public sealed class LanguageTests(Consumers consumers)
{
    private const string English = "ASYNC1001: 'Thread.Sleep' blocks the thread of 'RunAsync'; use 'await Task.Delay'";
    private const string Korean = "ASYNC1001: 'Thread.Sleep'이 'RunAsync'의 스레드를 막습니다; 'await Task.Delay'를 사용하세요";

    private static readonly Dictionary<string, string?> Nothing = [];

    private static readonly Dictionary<string, string?> KoreanCommandLine = new() { ["DOTNET_CLI_UI_LANGUAGE"] = "ko" };

    /// <summary>No library with the data of cultures: a usual container image.</summary>
    private static readonly Dictionary<string, string?> NoCultures = new() { ["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1" };

    [Fact]
    public Task WithoutALanguageItIsEnglish() => AssertSays(English, Korean, "English", Nothing);

    [Fact]
    public Task ThePropertyOfTheCompilerSetsTheLanguage() => AssertSays(Korean, English, "ByProperty", Nothing, "-p:PreferredUILang=ko-KR");

    [Fact]
    public Task TheLanguageOfTheCommandLineIsHeeded() => AssertSays(Korean, English, "ByEnvironment", KoreanCommandLine);

    [Fact]
    public Task ALanguageThatHasNoTextsIsEnglish() => AssertSays(English, Korean, "French", Nothing, "-p:PreferredUILang=fr-FR");

    /// <summary>There the compiler takes no language (CS2038).</summary>
    [Fact]
    public Task WhereTheSystemKnowsNoCulturesItIsEnglish()
        => AssertSays(English, Korean, "Invariant", NoCultures, "-p:PreferredUILang=ko-KR", "-p:UseSharedCompilation=false");

    private async Task AssertSays(
        string expected, string unexpected, string name, IReadOnlyDictionary<string, string?> environment, params string[] arguments)
    {
        Consumer consumer = new Consumer(consumers.Package, $"Language{name}").With("Sleep.cs", """
            public static class Sleep
            {
                public static async Task RunAsync()
                {
                    await Task.Yield();
                    Thread.Sleep(1);
                }
            }
            """);
        DotnetResult build = await DotnetCommand.RunAsync(
            consumer.Directory, environment, ["build", consumer.ProjectFile, "-tl:off", .. arguments]);

        Assert.Contains(expected, build.MustSucceed().Output, StringComparison.Ordinal);
        Assert.DoesNotContain(unexpected, build.Output, StringComparison.Ordinal);
    }
}

using System.Text.Json;

namespace AsyncAnalyzers.PackageTests;

/// <summary>What a build of a project that uses the package prints.</summary>
[Collection(PackageCollection.Name)]
public sealed class BuildTests(Consumers consumers)
{
    [Fact]
    public void ABuildWarnsAtTheMarkedLinesWithHelpLinks()
    {
        foreach (Consumer consumer in (Consumer[])[consumers.Plain, consumers.CSharp73])
        {
            IReadOnlyList<BuildMessage> messages = consumers.MessagesOf(consumer);

            Assert.Equal(Expected(consumer), messages.Select(Place).Order());
            Assert.All(messages, message => Assert.Equal("warning", message.Severity));
            Assert.All(messages, message => Assert.EndsWith($"/docs/rules/{message.Id}.md)", message.Text, StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("netstandard2.0")]
    [InlineData("net472")]
    [InlineData("net10.0")]
    public void EveryFrameworkIsAnalysed(string framework)
        => Assert.Equal(Expected(consumers.ManyFrameworks), consumers.MessagesOf(consumers.ManyFrameworks).Where(message => message.Framework == framework).Select(Place).Order());

    /// <summary>Nothing warns of what one of the project's frameworks has no asynchronous form of.</summary>
    [Fact]
    public void TheAdviceSuitsAllFrameworksOfAProject()
    {
        foreach (Consumer consumer in (Consumer[])[consumers.Newest, consumers.Older])
        {
            Assert.Equal(Expected(consumer), consumers.MessagesOf(consumer).Select(Place).Order());
        }
    }

    /// <summary>AD0001: an analyzer threw; CS8032, CS9057: the compiler could not load it.</summary>
    [Theory]
    [InlineData("AD0001")]
    [InlineData("CS8032")]
    [InlineData("CS9057")]
    public void NoAnalyzerFails(string id) => Assert.DoesNotContain(id, consumers.Build.Output, StringComparison.Ordinal);

    [Fact]
    public void SarifNamesTheRules()
    {
        using JsonDocument log = JsonDocument.Parse(consumers.Plain.Read("log.sarif"));
        JsonElement run = log.RootElement.GetProperty("runs")[0];
        string?[] reported = run.GetProperty("results").EnumerateArray().Select(result => result.GetProperty("ruleId").GetString()).Where(id => id!.StartsWith("ASYNC", StringComparison.Ordinal)).Order().ToArray();
        Dictionary<string, JsonElement> rules = run.GetProperty("tool").GetProperty("driver").GetProperty("rules").EnumerateArray().ToDictionary(rule => rule.GetProperty("id").GetString()!);

        Assert.Equal(Expected(consumers.Plain).Select(place => place.Id).Order(), reported);
        Assert.All(reported.Distinct(), id =>
        {
            JsonElement rule = rules[id!];
            Assert.EndsWith($"/docs/rules/{id}.md", rule.GetProperty("helpUri").GetString(), StringComparison.Ordinal);
            Assert.NotEmpty(rule.GetProperty("shortDescription").GetProperty("text").GetString()!);
            Assert.NotEmpty(rule.GetProperty("fullDescription").GetProperty("text").GetString()!);
            Assert.NotEmpty(rule.GetProperty("properties").GetProperty("category").GetString()!);
        });
    }

    [Fact]
    public async Task WarnAsErrorFailsTheBuild()
    {
        DotnetResult build = await DotnetCommand.RunAsync(consumers.Package.Directory, "build", consumers.WithEditorConfig.ProjectFile, "--no-restore", "--no-incremental", "-warnaserror", "-m:1", "-tl:off");

        Assert.NotEqual(0, build.ExitCode);
        Assert.Contains(BuildMessage.Parse(build.Output), message => message is { Severity: "error", Id: "ASYNC1001" });
    }

    private static (string File, int Line, string Id) Place(BuildMessage message) => (message.File, message.Line, message.Id);

    private static IEnumerable<(string File, int Line, string Id)> Expected(Consumer consumer) => consumer.Marks.Order();
}

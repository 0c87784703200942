using System.Text.Json;
using AsyncAnalyzers.Demos;
using EventLoopLab.Running;

namespace AsyncAnalyzers.ShowcaseTests;

/// <summary>The two programs, run as their users run them.</summary>
public class CommandLineTests
{
    private static readonly string Lab = typeof(LabCatalog).Assembly.Location;
    private static readonly string Demos = typeof(DemoCatalog).Assembly.Location;

    [Theory]
    [InlineData("--lang fr", "There is no language 'fr'. There is: en, ko.")]
    [InlineData("gather --lang KO", "There is no language 'KO'. There is: en, ko.")]
    [InlineData("nothing", "There is no program 'nothing'. There is: gather, spinner,")]
    [InlineData("gather --nothing", "There is no option '--nothing'.")]
    public async Task A_wrong_command_line_of_the_lab_is_an_error(string arguments, string error)
    {
        (int exitCode, string output, string errors) = await SampleProcess.RunAsync(Lab, arguments);
        Assert.Equal(2, exitCode);
        Assert.Empty(output);
        Assert.StartsWith(error, errors);
    }

    [Fact]
    public async Task A_wrong_command_line_of_the_demos_is_an_error()
    {
        (int exitCode, _, string errors) = await SampleProcess.RunAsync(Demos, "ASYNC1001 ASYNC9999");
        Assert.Equal(2, exitCode);
        Assert.StartsWith("There is no demo for 'ASYNC9999'. There is: ASYNC1001,", errors);
    }

    [Fact]
    public async Task The_lab_lists_its_programs_in_either_language()
    {
        Assert.Contains("one after the other (flawed: ASYNC2016)", (await SampleProcess.RunAsync(Lab, "list")).Output);
        Assert.Contains("차례로 (결함 있음: ASYNC2016)", (await SampleProcess.RunAsync(Lab, "list --lang ko")).Output);
    }

    [Fact]
    public async Task As_JSON_the_lab_tells_rule_line_message_and_diff()
    {
        (int exitCode, string output, _) = await SampleProcess.RunAsync(Lab, "eager --json");
        Assert.Equal(0, exitCode);
        JsonElement program = JsonDocument.Parse(output).RootElement.GetProperty("programs")[0];
        JsonElement flawed = program.GetProperty("variants").EnumerateArray()
            .Single(variant => variant.GetProperty("rule").GetString() is not null);
        JsonElement inspection = flawed.GetProperty("inspection");
        JsonElement message = inspection.GetProperty("messages")[0];
        Assert.Equal("ASYNC2001", message.GetProperty("id").GetString());
        Assert.True(message.GetProperty("line").GetInt32() > 1);
        Assert.Contains("is not awaited", message.GetProperty("text").GetString());
        IEnumerable<string?> diff = inspection.GetProperty("fix").GetProperty("diff").EnumerateArray().Select(line => line.GetString());
        Assert.Contains("+    await FailAsync(trial);", diff);
        Assert.All(program.GetProperty("variants").EnumerateArray(), variant => Assert.True(variant.GetProperty("holds").GetBoolean()));
    }

    [Fact]
    public async Task The_end_of_a_run_is_one_table_and_a_line()
    {
        (int exitCode, string output, _) = await SampleProcess.RunAsync(Demos, "ASYNC2009");
        Assert.Equal(0, exitCode);
        string end = output[output.LastIndexOf("====", StringComparison.Ordinal)..];
        Assert.Matches(@"Rule +Name +Measured +Flawed +Repaired +Better", end);
        Assert.Matches(@"ASYNC2009 +ColdTask .* ok\s", end);
        Assert.Contains("1 of 1 demos showed the harm and the repair, 0 failed", end);
    }
}

using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2001UnawaitedTaskAnalyzer,
    AsyncAnalyzers.Rules.Unobserved.ASYNC2001UnawaitedTaskCodeFix>;

namespace AsyncAnalyzers.Tests.Editing;

/// <summary>What the formatter lays out has the line ends of its file.</summary>
public class FileLayoutTests
{
    private const string Marked = """
        interface ISvc { Task DoAsync(); }
        class C
        {
            void M(ISvc? svc)
            {
                // maybe
                [|svc?.DoAsync()|];
            }
        }
        """;

    private const string Repaired = """
        interface ISvc { Task DoAsync(); }
        class C
        {
            async Task M(ISvc? svc)
            {
                // maybe
                if (svc is not null)
                {
                    await svc.DoAsync();
                }
            }
        }
        """;

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public Task A_block_that_is_added_ends_its_lines_as_the_file_does(string newLine)
        => Verify.FixesAsync(Marked.ReplaceLineEndings(newLine), Repaired.ReplaceLineEndings(newLine));

    [Theory]
    [InlineData("\n", "crlf")]
    [InlineData("\r\n", "lf")]
    public Task A_setting_does_not_mix_the_lines_of_a_file(string newLine, string setting)
        => Verify.FixesAsync(
            Marked.ReplaceLineEndings(newLine),
            Repaired.ReplaceLineEndings(newLine),
            editorConfig: $"end_of_line = {setting}");

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public Task An_import_ends_its_line_as_the_file_does(string newLine)
    {
        const string Type = "interface ISvc { System.Threading.Tasks.Task DoAsync(); }\n";
        return Verify.FixesAsync(
            (Type + "class C { void M(ISvc svc) { [|svc.DoAsync()|]; } }").ReplaceLineEndings(newLine),
            ("using System.Threading.Tasks;\n\n" + Type + "class C { async Task M(ISvc svc) { await svc.DoAsync(); } }")
                .ReplaceLineEndings(newLine),
            globalUsings: false);
    }
}

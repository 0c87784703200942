using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Blocking.ASYNC1009PollingLoopAnalyzer, AsyncAnalyzers.Rules.Blocking.ASYNC1009PollingLoopCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.Blocking;

/// <summary>Loops that show something from time to time need no exact period.</summary>
public class ProgressDisplayTests
{
    [Theory]
    [InlineData("Console.Write($\"\\r{DateTime.Now - since}\");")]
    [InlineData("Console.SetCursorPosition(0, 0); Console.Write(i++ % 2 == 0 ? '|' : '-');")]
    [InlineData("System.Diagnostics.Debug.WriteLine(i++.ToString());")]
    [InlineData("label.Text = (DateTime.Now - since).ToString();")]
    [InlineData("label.Text = string.Format(\"{0}\", i++); label.Refresh();")]
    [InlineData("progress.Report(i++);")]
    [InlineData("await InvokeAsync(StateHasChanged);")]
    [InlineData("await InvokeAsync(() => label.Text = i.ToString());")]
    [InlineData("DrawSpinner();")]
    [InlineData("if (i > 3) { UpdateProgress(i); } else { i++; }")]
    public Task Silent(string work) => Verify.SilentAsync(Class(work, "while (true)"));

    [Theory]
    [InlineData("File.Delete(\"a\");")]
    [InlineData("await SyncAsync();")]
    [InlineData("Console.WriteLine(\"sync\"); await SyncAsync();")]
    [InlineData("label.Text = \"sync\"; Sync();")]
    [InlineData("await InvokeAsync(() => Sync());")]
    [InlineData("work();")]
    [InlineData("i++;")]
    public Task Reported(string work)
    {
        var test = new Microsoft.CodeAnalysis.CSharp.Testing.CSharpAnalyzerTest<AsyncAnalyzers.Rules.Blocking.ASYNC1009PollingLoopAnalyzer, DefaultVerifier> { TestCode = Class(work, "[|while (true)|]") };
        TestSetup.Apply(test, null, null, null, OutputKind.DynamicallyLinkedLibrary, globalUsings: true);
        return test.RunAsync();
    }

    private static string Class(string work, string head) => $$"""
        class Label { public string Text = ""; public void Refresh() { } }
        class C
        {
            async Task M(CancellationToken token, Label label, IProgress<int> progress, Action work, DateTime since)
            {
                int i = 0;
                {{head}}
                {
                    {{work}}
                    await Task.Delay(1000, token);
                }
            }
            Task InvokeAsync(Action action) { action(); return Task.CompletedTask; }
            void StateHasChanged() { }
            void DrawSpinner() { }
            void UpdateProgress(int percent) { }
            void Sync() { }
            Task SyncAsync() => Task.Delay(1);
        }
        """;
}

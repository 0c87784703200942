using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2012CompletionSourceOptionsAnalyzer,
    AsyncAnalyzers.Rules.Unobserved.ASYNC2012CompletionSourceOptionsCodeFix>;

namespace AsyncAnalyzers.Tests.Semantics;

/// <summary>Handlers after which a source is completed no more.</summary>
public class SwallowedCompletionTests
{
    [Theory]
    [InlineData("try { s.SetResult(F()); } [|catch|] (IOException) { } return s.Task;")]
    [InlineData("try { using (F2()) { s.SetResult(F()); } } [|catch|] (IOException) { } return s.Task;")]
    [InlineData("lock (this) { try { foreach (int i in new int[2]) { F(); } s.SetResult(1); } [|catch|] (IOException) { } } return s.Task;")]
    [InlineData("try { try { F(); } finally { F(); } s.SetResult(F()); } [|catch|] (IOException) { } return s.Task;")]
    [InlineData("try { F(); } catch (IOException) { throw; } try { s.SetResult(F()); } [|catch|] (IOException) { } return s.Task;")]
    [InlineData("try { s.SetResult(F()); } catch (FormatException) { s.SetResult(2); } [|catch|] (IOException) { } return s.Task;")]
    [InlineData("try { F(); } [|catch|] (IOException) { return s.Task; } s.SetResult(1); return s.Task;")]
    public Task The_end_of_it(string body) => Verify.SilentAsync(InMethod(body));

    [Theory]
    [InlineData("try { s.SetResult(F()); } catch (IOException) { s.SetResult(2); } return s.Task;")]
    [InlineData("try { s.SetResult(F()); } catch (IOException) { } finally { s.TrySetResult(2); } return s.Task;")]
    [InlineData("try { s.SetResult(F()); } catch (IOException) { } s.TrySetResult(2); return s.Task;")]
    [InlineData("while (true) { try { s.SetResult(F()); return s.Task; } catch (IOException) { } }")]
    [InlineData("bool ok = false; try { s.SetResult(F()); ok = true; } catch (IOException) { } if (!ok) { s.SetResult(2); } return s.Task;")]
    public Task Completed_later(string body) => Verify.SilentAsync(InMethod(body));

    private static string InMethod(string body) => $$"""
        class C
        {
            Task<int> M()
            {
                var s = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
                {{body}}
            }

            static int F() => int.Parse("1");
            static IDisposable F2() => new MemoryStream();
        }
        """;
}

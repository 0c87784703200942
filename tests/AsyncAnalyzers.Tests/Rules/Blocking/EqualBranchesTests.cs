using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Blocking.ASYNC1002BlockingOnTaskAnalyzer, AsyncAnalyzers.Rules.Blocking.ASYNC1002BlockingOnTaskCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.Blocking;

/// <summary>A wait that becomes the same as the branch beside it.</summary>
public class EqualBranchesTests
{
    [Theory]
    [InlineData("n = _c ? [|x.Result|] : await x;", "n = await x;")]
    [InlineData("n = !_c ? await x : [|x.GetAwaiter().GetResult()|];", "n = await x;")]
    [InlineData("n = (_c && n > 1 ? ([|x.Result|]) : await x) + 1;", "n = (await x) + 1;")]
    [InlineData("n = _c ? [|x.Result|] : await x.ConfigureAwait(false);", "n = await x.ConfigureAwait(false);")]
    [InlineData("n = _c ? [|x.Result|] + 1 : await x + 1;", "n = await x + 1;")]
    [InlineData("if (_c) { n = [|x.Result|]; } else { n = await x; }", "n = await x;")]
    [InlineData("if (_c) n = await x; else n = [|x.Result|];", "n = await x;")]
    [InlineData("if (_c) [|x.Wait()|]; else await x;", "await x;")]
    public Task Become_one(string body, string fixedBody) => Verify.FixesAsync(InMethod(body), InMethod(fixedBody));

    [Fact]
    public Task Early_return() => Verify.FixesAsync(
        """
        class C
        {
            async Task<int> M(bool c, Task<int> x)
            {
                // above
                if (c)
                {
                    return [|x.Result|];
                }

                return await x;
            }
        }
        """,
        """
        class C
        {
            async Task<int> M(bool c, Task<int> x)
            {
                // above
                return await x;
            }
        }
        """);

    [Theory]
    [InlineData("n = _c ? [|x.Result|] : await y;", "n = _c ? await x : await y;")]
    [InlineData("n = Check() ? [|x.Result|] : await x;", "n = Check() ? await x : await x;")]
    [InlineData("n = _c ? [|x.Result|] + 1 : await x;", "n = _c ? await x + 1 : await x;")]
    [InlineData("n = _c ? [|x.Result|] /* ready */ : await x;", "n = _c ? await x /* ready */ : await x;")]
    [InlineData("if (_c) { n = [|x.Result|]; n++; } else { n = await x; }", "if (_c) { n = await x; n++; } else { n = await x; }")]
    [InlineData("if (n++ > 1) n = [|x.Result|]; else n = await x;", "if (n++ > 1) n = await x; else n = await x;")]
    [InlineData("if (o is int k) n = [|x.Result|]; else n = await x;", "if (o is int k) n = await x; else n = await x;")]
    public Task Stay_two(string body, string fixedBody) => Verify.FixesAsync(InMethod(body), InMethod(fixedBody));

    private static string InMethod(string body) => $$"""
        class C
        {
            bool _c;
            bool Check() => Console.Read() > 1;
            async Task<int> M(Task<int> x, Task<int> y, object o, int n)
            {
                // above
                {{body}}
                return n;
            }
        }
        """;
}

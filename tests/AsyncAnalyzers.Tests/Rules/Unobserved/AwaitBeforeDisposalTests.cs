using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2013DisposedWhileInUseAnalyzer,
    AsyncAnalyzers.Rules.Unobserved.ASYNC2013DisposedWhileInUseCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.Unobserved;

/// <summary>Where the fix of ASYNC2013 awaits: in one place, which no path and no exception goes round.</summary>
public class AwaitBeforeDisposalTests
{
    private const string Res = """

        class Res : IDisposable
        {
            public Task<string> ReadOutAsync() => Task.Run(() => "");
            public Task<string> ReadErrorAsync() => Task.Run(() => "");
            public Task WriteAsync(string s) => Task.Delay(1);
            public Task WaitForExitAsync(CancellationToken ct) => Task.Delay(1, ct);
            public Task UseAsync() => Task.Delay(1);
            public int Code => 1;
            public void Use() { }
            public void Send() { }
            public void Dispose() => GC.SuppressFinalize(this);
        }
        """;

    /// <summary>One fix for both: they are awaited together, before the await that may throw.</summary>
    [Fact]
    public Task Two_tasks_of_one_resource() => Fixes("""
        async Task<string> M(CancellationToken ct)
        {
            using var p = new Res();
            var output = [|p.ReadOutAsync()|];
            var error = [|p.ReadErrorAsync()|];
            await p.WaitForExitAsync(ct);
            if (p.Code != 0)
            {
                return await error;
            }

            return await output;
        }
        """, """
        async Task<string> M(CancellationToken ct)
        {
            using var p = new Res();
            var output = p.ReadOutAsync();
            var error = p.ReadErrorAsync();
            await Task.WhenAll(output, error);
            await p.WaitForExitAsync(ct);
            if (p.Code != 0)
            {
                return await error;
            }

            return await output;
        }
        """);

    /// <summary>The other task is awaited on all paths; awaited with this one it is not lost either where the wait throws.</summary>
    [Fact]
    public Task One_of_two_is_reported() => Fixes("""
        async Task M(CancellationToken ct)
        {
            using var p = new Res();
            var output = p.ReadOutAsync();
            var error = [|p.ReadErrorAsync()|];
            await p.WaitForExitAsync(ct);
            if (p.Code != 0)
            {
                throw new IOException(await error);
            }

            Console.WriteLine(await output);
        }
        """, """
        async Task M(CancellationToken ct)
        {
            using var p = new Res();
            var output = p.ReadOutAsync();
            var error = p.ReadErrorAsync();
            await Task.WhenAll(output, error);
            await p.WaitForExitAsync(ct);
            if (p.Code != 0)
            {
                throw new IOException(await error);
            }

            Console.WriteLine(await output);
        }
        """);

    [Fact]
    public Task Work_in_between_still_overlaps() => Fixes("""
        async Task M()
        {
            Task t;
            using (var r = new Res())
            {
                t = [|r.UseAsync()|];
                Console.WriteLine();
                r.Use();
            }

            await t;
        }
        """, """
        async Task M()
        {
            Task t;
            using (var r = new Res())
            {
                t = r.UseAsync();
                Console.WriteLine();
                r.Use();
                await t;
            }

            await t;
        }
        """);

    [Fact]
    public Task Before_the_branch_that_may_have_awaited_it() => Fixes("""
        async Task M(bool a)
        {
            using var r = new Res();
            var t = [|r.UseAsync()|];
            r.Use();
            if (a)
            {
                await t;
            }

            Console.WriteLine();
        }
        """, """
        async Task M(bool a)
        {
            using var r = new Res();
            var t = r.UseAsync();
            r.Use();
            await t;
            if (a)
            {
                await t;
            }

            Console.WriteLine();
        }
        """);

    /// <summary>What is received may wait for what is sent later, or for the end of something.</summary>
    [Theory]
    [InlineData("""await r.WriteAsync("a");""")]
    [InlineData("""await Task.Yield(); r.Send();""")]
    [InlineData("""await Task.Yield(); gate.Set();""")]
    public Task No_fix_where_it_may_need_what_follows(string later) => Verify.ReportsAsync($$"""
        class C
        {
            async Task M(bool a, ManualResetEventSlim gate)
            {
                using var r = new Res();
                var t = [|r.ReadOutAsync()|];
                if (a)
                {
                    await t;
                }

                {{later}}
            }
        }
        """ + Res);

    private static Task Fixes(string member, string fixedMember) => Verify.FixesAsync(Whole(member), Whole(fixedMember));

    private static string Whole(string member) => "class C\n{\n" + member.Replace("\r", "") + "\n}\n" + Res;
}

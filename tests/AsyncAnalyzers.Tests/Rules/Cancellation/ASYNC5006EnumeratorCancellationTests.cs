using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Testing;
using Xunit;
using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Cancellation.ASYNC5006EnumeratorCancellationAnalyzer,
    AsyncAnalyzers.Rules.Cancellation.ASYNC5006EnumeratorCancellationCodeFix>;
using VerifyCompiler = AsyncAnalyzers.Tests.Verification.Verify<
    Microsoft.CodeAnalysis.Testing.EmptyDiagnosticAnalyzer,
    AsyncAnalyzers.Rules.Cancellation.ASYNC5006EnumeratorCancellationCodeFix>;

namespace AsyncAnalyzers.Tests.Rules.Cancellation;

public class ASYNC5006EnumeratorCancellationTests
{
    // ---- the token is not passed ----

    [Theory]
    // the token of the call is left out
    [InlineData("await foreach (int i in [|Marked()|]) { }", "await foreach (int i in Marked(token)) { }")]
    [InlineData("await foreach (int i in [|this.Marked()|]) { }", "await foreach (int i in this.Marked(token)) { }")]
    [InlineData("await foreach (int i in [|Marked().ConfigureAwait(false)|]) { }", "await foreach (int i in Marked(token).ConfigureAwait(false)) { }")]
    [InlineData("await foreach (var (i, j) in [|Pairs(1)|]) { }", "await foreach (var (i, j) in Pairs(1, token)) { }")]
    [InlineData("await foreach (int i in [|Optional(text: \"a\")|]) { }", "await foreach (int i in Optional(text: \"a\", token: token)) { }")]
    [InlineData("await foreach (int i in [|Optional()|]) { }", "await foreach (int i in Optional(token: token)) { }")]
    [InlineData("await foreach (int i in [|Unmarked()|]) { }", "await foreach (int i in Unmarked(token)) { }")]
    [InlineData("await foreach (int i in [|Wrapped()|]) { }", "await foreach (int i in Wrapped(token)) { }")]
    [InlineData("await foreach (int i in [|Overloaded(1)|]) { }", "await foreach (int i in Overloaded(1, token)) { }")]
    [InlineData("await foreach (int i in [|Generic<int>()|]) { }", "await foreach (int i in Generic<int>(token)) { }")]
    [InlineData("await foreach (int i in [|channel.Reader.ReadAllAsync()|]) { }", "await foreach (int i in channel.Reader.ReadAllAsync(token)) { }")]
    [InlineData("await foreach (int i in [|channel.Reader.ReadAllAsync()|]) { token.ThrowIfCancellationRequested(); }", "await foreach (int i in channel.Reader.ReadAllAsync(token)) { token.ThrowIfCancellationRequested(); }")]
    [InlineData("await foreach (int i in [|this.Extended(2)|]) { }", "await foreach (int i in this.Extended(2, token)) { }")]
    [InlineData("await foreach (int i in [|Local()|]) { } async IAsyncEnumerable<int> Local([EnumeratorCancellation] CancellationToken t = default) { await Task.Delay(1, t); yield return 1; }",
        "await foreach (int i in Local(token)) { } async IAsyncEnumerable<int> Local([EnumeratorCancellation] CancellationToken t = default) { await Task.Delay(1, t); yield return 1; }")]
    // no call to pass it to
    [InlineData("var items = Marked(); await foreach (int i in [|items|]) { }", "var items = Marked(); await foreach (int i in items.WithCancellation(token)) { }")]
    [InlineData("var items = Marked(); await foreach (int i in [|items.ConfigureAwait(false)|]) { }", "var items = Marked(); await foreach (int i in items.WithCancellation(token).ConfigureAwait(false)) { }")]
    [InlineData("var items = Marked(); await foreach (int i in [|(IAsyncEnumerable<int>)items|]) { }", "var items = Marked(); await foreach (int i in ((IAsyncEnumerable<int>)items).WithCancellation(token)) { }")]
    public Task Token_that_an_iterator_waits_with(string body, string repaired) => Verify.FixesAsync(InMethod(body), InMethod(repaired));

    [Theory]
    [InlineData("await foreach (int i in {|#0:source|}) { }", "await foreach (int i in source.WithCancellation(token)) { }", "source", "add 'WithCancellation(token)'")]
    [InlineData("await foreach (int i in {|#0:source.ConfigureAwait(false)|}) { }", "await foreach (int i in source.WithCancellation(token).ConfigureAwait(false)) { }", "source", "add 'WithCancellation(token)'")]
    [InlineData("await foreach (int i in {|#0:field|}) { }", "await foreach (int i in field.WithCancellation(token)) { }", "field", "add 'WithCancellation(token)'")]
    [InlineData("await foreach (int i in {|#0:this.field|}) { }", "await foreach (int i in this.field.WithCancellation(token)) { }", "field", "add 'WithCancellation(token)'")]
    [InlineData("await foreach (int i in {|#0:other.Items|}) { }", "await foreach (int i in other.Items.WithCancellation(token)) { }", "Items", "add 'WithCancellation(token)'")]
    [InlineData("await foreach (int i in {|#0:other.Get()|}) { }", "await foreach (int i in other.Get().WithCancellation(token)) { }", "Get", "add 'WithCancellation(token)'")]
    [InlineData("await foreach (int i in {|#0:other.Fetch()|}) { }", "await foreach (int i in other.Fetch(token)) { }", "Fetch", "pass 'token'")]
    [InlineData("await foreach (Task i in {|#0:Task.WhenEach(Task.Delay(1), Task.Delay(2))|}) { }", "await foreach (Task i in Task.WhenEach(Task.Delay(1), Task.Delay(2)).WithCancellation(token)) { }", "WhenEach", "add 'WithCancellation(token)'")]
    [InlineData("await foreach (int i in {|#0:Checks()|}) { }", "await foreach (int i in Checks(token)) { }", "Checks", "pass 'token'")]
    [InlineData("await foreach (int i in {|#0:completed.Reader.ReadAllAsync()|}) { } completed.Writer.TryComplete();", "await foreach (int i in completed.Reader.ReadAllAsync(token)) { } completed.Writer.TryComplete();", "ReadAllAsync", "pass 'token'")]
    [InlineData("await foreach (string i in {|#0:File.ReadLinesAsync(\"a\")|}) { await Task.Delay(1, token); }", "await foreach (string i in File.ReadLinesAsync(\"a\", token)) { await Task.Delay(1, token); }", "ReadLinesAsync", "pass 'token'")]
    public Task Token_that_may_matter_is_a_suggestion(string body, string repaired, string name, string remedy)
        => Verify.FixesAsync(InMethod(body), InMethod(repaired), configure: test => test.TestState.ExpectedDiagnostics.Add(
            new DiagnosticResult("ASYNC5006", DiagnosticSeverity.Info).WithLocation(0)
                .WithMessage($"'{name}' is enumerated without 'token', so a stop does not end its waits; {remedy}")));

    [Fact]
    public Task Message_names_the_wait_of_the_iterator() => Verify.FixesAsync("""
        using System.Runtime.CompilerServices;
        class C
        {
            async Task M(CancellationToken stop)
            {
                // all of them
                await foreach (int i in {|#0:ReadAsync()|})
                {
                }
            }

            async IAsyncEnumerable<int> ReadAsync([EnumeratorCancellation] CancellationToken token = default)
            {
                while (true)
                {
                    await {|#1:Task.Delay(1000, token)|};
                    yield return 1;
                }
            }
        }
        """, """
        using System.Runtime.CompilerServices;
        class C
        {
            async Task M(CancellationToken stop)
            {
                // all of them
                await foreach (int i in ReadAsync(stop))
                {
                }
            }

            async IAsyncEnumerable<int> ReadAsync([EnumeratorCancellation] CancellationToken token = default)
            {
                while (true)
                {
                    await Task.Delay(1000, token);
                    yield return 1;
                }
            }
        }
        """, configure: test => test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC5006", DiagnosticSeverity.Warning)
            .WithLocation(0).WithLocation(1)
            .WithMessage("'ReadAsync' gets no token for its wait (Test0.cs:16), so cancelling 'stop' does not end this loop; pass 'stop'")));

    [Fact]
    public Task In_an_iterator_the_own_token_goes_on() => Verify.FixesAsync("""
        using System.Runtime.CompilerServices;
        static class C
        {
            public static async IAsyncEnumerable<int> DoubledAsync(this IAsyncEnumerable<int> source, [EnumeratorCancellation] CancellationToken token = default)
            {
                await foreach (int i in [|Inner()|])
                {
                    yield return i;
                }

                static async IAsyncEnumerable<int> Inner([EnumeratorCancellation] CancellationToken token = default)
                {
                    await Task.Delay(1, token);
                    yield return 1;
                }
            }
        }
        """, """
        using System.Runtime.CompilerServices;
        static class C
        {
            public static async IAsyncEnumerable<int> DoubledAsync(this IAsyncEnumerable<int> source, [EnumeratorCancellation] CancellationToken token = default)
            {
                await foreach (int i in Inner(token))
                {
                    yield return i;
                }

                static async IAsyncEnumerable<int> Inner([EnumeratorCancellation] CancellationToken token = default)
                {
                    await Task.Delay(1, token);
                    yield return 1;
                }
            }
        }
        """);

    [Fact]
    public Task The_only_implementation_of_an_interface() => Verify.FixesAsync("""
        using System.Runtime.CompilerServices;
        interface ISource { IAsyncEnumerable<int> ReadAsync(CancellationToken token = default); }
        class Source : ISource
        {
            public async IAsyncEnumerable<int> ReadAsync([EnumeratorCancellation] CancellationToken token = default)
            {
                await Task.Delay(1000, token);
                yield return 1;
            }
        }
        class C
        {
            async Task M(ISource source, CancellationToken stop)
            {
                await foreach (int i in [|source.ReadAsync()|]) { }
            }
        }
        """, """
        using System.Runtime.CompilerServices;
        interface ISource { IAsyncEnumerable<int> ReadAsync(CancellationToken token = default); }
        class Source : ISource
        {
            public async IAsyncEnumerable<int> ReadAsync([EnumeratorCancellation] CancellationToken token = default)
            {
                await Task.Delay(1000, token);
                yield return 1;
            }
        }
        class C
        {
            async Task M(ISource source, CancellationToken stop)
            {
                await foreach (int i in source.ReadAsync(stop)) { }
            }
        }
        """);

    [Fact]
    public Task Top_level_statements_and_lambda() => Verify.FixesAsync("""
        using System.Runtime.CompilerServices;
        using var source = new CancellationTokenSource();
        CancellationToken token = source.Token;
        await foreach (int i in [|ReadAsync()|]) { }
        Func<CancellationToken, Task> run = async stop =>
        {
            await foreach (int i in [|ReadAsync()|]) { }
        };
        async IAsyncEnumerable<int> ReadAsync([EnumeratorCancellation] CancellationToken t = default)
        {
            await Task.Delay(1000, t);
            yield return 1;
        }
        """, """
        using System.Runtime.CompilerServices;
        using var source = new CancellationTokenSource();
        CancellationToken token = source.Token;
        await foreach (int i in ReadAsync(token)) { }
        Func<CancellationToken, Task> run = async stop =>
        {
            await foreach (int i in ReadAsync(stop)) { }
        };
        async IAsyncEnumerable<int> ReadAsync([EnumeratorCancellation] CancellationToken t = default)
        {
            await Task.Delay(1000, t);
            yield return 1;
        }
        """, outputKind: OutputKind.ConsoleApplication);

    [Fact]
    public Task The_extension_method_is_imported() => Verify.FixesAsync("""
        using System.Collections.Generic;

        class C
        {
            async System.Threading.Tasks.Task M(IAsyncEnumerable<int> source, System.Threading.CancellationToken token)
            {
                await foreach (int i in {|#0:source|}) { }
            }
        }
        """, """
        using System.Collections.Generic;
        using System.Threading.Tasks;

        class C
        {
            async System.Threading.Tasks.Task M(IAsyncEnumerable<int> source, System.Threading.CancellationToken token)
            {
                await foreach (int i in source.WithCancellation(token)) { }
            }
        }
        """, globalUsings: false, languageVersion: LanguageVersion.CSharp9, configure: test => test.TestState.ExpectedDiagnostics.Add(
            new DiagnosticResult("ASYNC5006", DiagnosticSeverity.Info).WithLocation(0)));

    [Theory]
    [InlineData("await foreach (int i in Marked(token)) { }")]
    [InlineData("await foreach (int i in Marked(CancellationToken.None)) { }")]
    [InlineData("await foreach (int i in Marked(default)) { }")]
    [InlineData("await foreach (int i in Marked().WithCancellation(token)) { }")]
    [InlineData("await foreach (int i in Marked().WithCancellation(default)) { }")]
    [InlineData("await foreach (int i in Marked().WithCancellation(token).ConfigureAwait(false)) { }")]
    [InlineData("await foreach (int i in Marked().ConfigureAwait(false).WithCancellation(token)) { }")]
    [InlineData("var items = Marked(token); await foreach (int i in items) { }")]
    [InlineData("var items = Marked().WithCancellation(token); await foreach (int i in items) { }")]
    [InlineData("var items = Marked(); items = Wrapped(token); await foreach (int i in items) { }")]
    [InlineData("await foreach (int i in Without()) { }")]
    [InlineData("await foreach (int i in WrappedWithout()) { }")]
    [InlineData("var items = Unmarked(); await foreach (int i in items) { }")]
    [InlineData("await foreach (int i in source.Select2(x => x)) { }")]
    [InlineData("await foreach (int i in new[] { 1 }.ToAsyncEnumerable()) { }")]
    [InlineData("await foreach (int i in AsyncEnumerable.Range(1, 2)) { }")]
    [InlineData("await foreach (int i in With(new Context(token))) { }")]
    [InlineData("var mine = new Context(token); await foreach (int i in With(mine)) { }")]
    [InlineData("await foreach (int i in new Context(token).Items) { }")]
    [InlineData("await foreach (int i in context.Items) { }")]
    [InlineData("var reader = new Other(token); await foreach (int i in reader.Get()) { }")]
    [InlineData("await foreach (int i in other.Get2(() => token)) { }")]
    [InlineData("foreach (int i in new[] { 1 }) { }")]
    [InlineData("await foreach (int i in Patterned.Get()) { }")]
    // must run to its end
    [InlineData("try { } finally { await foreach (int i in Marked()) { } }")]
    [InlineData("while (!token.IsCancellationRequested) { } await foreach (int i in Marked()) { }")]
    [InlineData("if (token.IsCancellationRequested) { await foreach (int i in Marked()) { } }")]
    [InlineData("try { } catch (OperationCanceledException) { await foreach (int i in Marked()) { } }")]
    // which one
    [InlineData("var second = new CancellationTokenSource().Token; await foreach (int i in Marked()) { }")]
    [InlineData("await foreach (int i in {|CS0103:Missing|}()) { }")]
    public Task Nothing_to_pass(string body) => Verify.SilentAsync(InMethod(body));

    [Fact]
    public Task No_token_in_scope() => Verify.SilentAsync("""
        using System.Runtime.CompilerServices;
        class C
        {
            CancellationToken _token;
            async Task M() { await foreach (int i in Marked()) { } }
            async Task N(CancellationTokenSource source) { await foreach (int i in Marked()) { } }
            async Task O(CancellationToken token)
            {
                static async Task Inner() { await foreach (int i in Marked()) { } }
                await Inner();
            }
            static async IAsyncEnumerable<int> Marked([EnumeratorCancellation] CancellationToken t = default) { await Task.Delay(1, t); yield return 1; }
        }
        """);

    [Fact]
    public Task Silent_in_tests() => Verify.SilentAsync("""
        using System.Runtime.CompilerServices;
        namespace Xunit { class FactAttribute : Attribute { } }
        class C
        {
            async Task M(CancellationToken token) { await foreach (int i in Marked()) { } }
            async Task N() { var e = Marked().GetAsyncEnumerator(); await e.MoveNextAsync(); }
            static async IAsyncEnumerable<int> Marked([EnumeratorCancellation] CancellationToken t = default) { await Task.Delay(1, t); yield return 1; }
        }
        """);

    // ---- the token does not arrive ----

    [Theory]
    [InlineData("await foreach (int i in Get().WithCancellation([|token|])) { }")]
    [InlineData("await foreach (int i in Get().WithCancellation([|token|]).ConfigureAwait(false)) { }")]
    [InlineData("await foreach (int i in Get().ConfigureAwait(false).WithCancellation([|token|])) { }")]
    [InlineData("var items = Get(); await foreach (int i in items.WithCancellation([|token|])) { }")]
    [InlineData("await foreach (int i in Wrap().WithCancellation([|token|])) { }")]
    [InlineData("await using var e = Get().GetAsyncEnumerator([|token|]); await e.MoveNextAsync();")]
    [InlineData("await foreach (int i in Get().WithCancellation([|new CancellationTokenSource(9).Token|])) { }")]
    public Task Parameter_without_the_attribute(string body)
    {
        string Source(string text, string attribute, string? directive = null) => $$"""
            {{directive}}class C
            {
                async Task M(CancellationToken token)
                {
                    {{text}}
                }

                IAsyncEnumerable<int> Wrap() => Get();

                // c
                async IAsyncEnumerable<int> {|CS8425:Get|}({{attribute}}CancellationToken t = default) { await Task.Delay(9, t); yield return 1; }
            }
            """;
        return Verify.FixesAsync(
            Source(body, ""),
            Source(body.Replace("[|", "").Replace("|]", ""), "[EnumeratorCancellation] ", "using System.Runtime.CompilerServices;\n\n").Replace("{|CS8425:Get|}", "Get"));
    }

    [Fact]
    public Task Messages_of_tokens_that_do_not_arrive() => Verify.FixesAsync("""
        using System.Runtime.CompilerServices;
        class C
        {
            async Task M(CancellationToken token)
            {
                await foreach (int i in ReadAsync(1).WithCancellation({|#0:token|})) { }
                await foreach (int i in ListAsync().WithCancellation({|#2:token|})) { }
            }

            async IAsyncEnumerable<int> {|CS8425:{|#1:ReadAsync|}|}(int n, CancellationToken stop = default) { await Task.Delay(n, stop); yield return 1; }
            async IAsyncEnumerable<int> {|#3:ListAsync|}() { await Task.Delay(1); yield return 1; }
        }
        """, """
        using System.Runtime.CompilerServices;
        class C
        {
            async Task M(CancellationToken token)
            {
                await foreach (int i in ReadAsync(1).WithCancellation(token)) { }
                await foreach (int i in ListAsync().WithCancellation([|token|])) { }
            }

            async IAsyncEnumerable<int> ReadAsync(int n, [EnumeratorCancellation] CancellationToken stop = default) { await Task.Delay(n, stop); yield return 1; }
            async IAsyncEnumerable<int> ListAsync() { await Task.Delay(1); yield return 1; }
        }
        """, configure: test => test.TestState.ExpectedDiagnostics.AddRange(new[]
        {
            new DiagnosticResult("ASYNC5006", DiagnosticSeverity.Warning).WithLocation(0).WithLocation(1)
                .WithMessage("This token does not reach 'stop' of 'ReadAsync' (Test0.cs:10); add '[EnumeratorCancellation]' to the parameter"),
            new DiagnosticResult("ASYNC5006", DiagnosticSeverity.Warning).WithLocation(2).WithLocation(3)
                .WithMessage("This token has no effect, because 'ListAsync' (Test0.cs:11) takes none; add a parameter with '[EnumeratorCancellation]'"),
        }));

    [Fact]
    public Task Attribute_in_another_file() => Verify.FixesAsync("""
        class C
        {
            async Task M(Source source, CancellationToken token)
            {
                await foreach (int i in source.Get().WithCancellation([|token|])) { }
            }
        }
        """, """
        class C
        {
            async Task M(Source source, CancellationToken token)
            {
                await foreach (int i in source.Get().WithCancellation(token)) { }
            }
        }
        """, configure: test =>
        {
            const string Declaration = "using System.IO;\n\nclass Source\n{\n    public async IAsyncEnumerable<int> {|CS8425:Get|}(\n        CancellationToken token = default)\n    {\n        await Task.Delay(9, token);\n        yield return 1;\n    }\n}\n";
            test.TestState.Sources.Add(Declaration);
            test.FixedState.Sources.Add(Declaration.Replace("{|CS8425:Get|}", "Get").Replace("using System.IO;\n", "using System.IO;\nusing System.Runtime.CompilerServices;\n").Replace("        CancellationToken", "        [EnumeratorCancellation] CancellationToken"));
        });

    [Theory]
    [InlineData("await foreach (int i in Marked().WithCancellation(token)) { }")]
    [InlineData("await foreach (int i in Unmarked(token).WithCancellation(token)) { }")]
    [InlineData("await foreach (int i in Unmarked(CancellationToken.None).WithCancellation(token)) { }")]
    [InlineData("await foreach (int i in Unmarked().WithCancellation(CancellationToken.None)) { }")]
    [InlineData("await foreach (int i in Unmarked().WithCancellation(default)) { }")]
    [InlineData("await foreach (int i in other.Get().WithCancellation(token)) { }")]
    [InlineData("await foreach (int i in source.WithCancellation(token)) { }")]
    [InlineData("await foreach (int i in Captures().WithCancellation(token)) { } async IAsyncEnumerable<int> Captures() { await Task.Delay(1, token); yield return 1; }")]
    [InlineData("await foreach (int i in NoWait().WithCancellation(token)) { }")]
    [InlineData("await foreach (int i in Wrapped().WithCancellation(token)) { }")]
    [InlineData("Patterned.Get().WithCancellation(token);")]
    public Task Token_that_arrives_or_is_not_known_to_be_lost(string body) => Verify.SilentAsync(InMethod(body));

    // ---- the enumerator is not disposed ----

    [Theory]
    [InlineData("var e = [|source|].GetAsyncEnumerator(); await e.MoveNextAsync(); Console.Write(e.Current);")]
    [InlineData("var e = [|source|].GetAsyncEnumerator(token); if (await e.MoveNextAsync()) { return; }")]
    [InlineData("IAsyncEnumerator<int> e = [|Marked()|].GetAsyncEnumerator(); await e.MoveNextAsync().ConfigureAwait(false);")]
    [InlineData("var e = [|source.WithCancellation(token).ConfigureAwait(false)|].GetAsyncEnumerator(); await e.MoveNextAsync();")]
    [InlineData("var e = [|source|].GetAsyncEnumerator(); while (await e.MoveNextAsync()) { if (e.Current > 1) break; }")]
    public Task Enumerator_is_disposed(string body)
    {
        string marked = System.Text.RegularExpressions.Regex.Replace(body, @"\[\|(.*?)\|\]\.GetAsyncEnumerator", "$1.[|GetAsyncEnumerator|]");
        return Verify.FixesAsync(
            InMethod(marked),
            InMethod("await using " + marked.Replace("[|", "").Replace("|]", "")));
    }

    [Fact]
    public Task Messages_of_enumerators() => Verify.FixesAsync("""
        class C
        {
            async Task<bool> M(IAsyncEnumerable<int> source)
            {
                // the first one
                IAsyncEnumerator<int> first = source.{|#0:GetAsyncEnumerator|}();
                await first.MoveNextAsync();
                var all = source.{|#1:GetAsyncEnumerator|}();
                while (await all.MoveNextAsync()) { Console.WriteLine(all.Current); }
                return await source.{|#2:GetAsyncEnumerator|}().MoveNextAsync();
            }
        }
        """, """
        class C
        {
            async Task<bool> M(IAsyncEnumerable<int> source)
            {
                // the first one
                await using IAsyncEnumerator<int> first = source.GetAsyncEnumerator();
                await first.MoveNextAsync();
                await using var all = source.GetAsyncEnumerator();
                while (await all.MoveNextAsync()) { Console.WriteLine(all.Current); }
                return await source.[|GetAsyncEnumerator|]().MoveNextAsync();
            }
        }
        """, configure: test => test.TestState.ExpectedDiagnostics.AddRange(new[]
        {
            new DiagnosticResult("ASYNC5006", DiagnosticSeverity.Warning).WithLocation(0)
                .WithMessage("'first' is never disposed, so the 'finally' blocks of its iterator may not run; use 'await using'"),
            new DiagnosticResult("ASYNC5006", DiagnosticSeverity.Info).WithLocation(1)
                .WithMessage("'all' is never disposed, so the 'finally' blocks of its iterator may not run; use 'await using'"),
            new DiagnosticResult("ASYNC5006", DiagnosticSeverity.Warning).WithLocation(2)
                .WithMessage("This enumerator is never disposed, so the 'finally' blocks of its iterator may not run; store it with 'await using'"),
        }));

    [Theory]
    [InlineData("bool M(IAsyncEnumerable<int> source) { var e = source.[|GetAsyncEnumerator|](); return e.MoveNextAsync().AsTask().Result; }")]
    [InlineData("async Task M(IAsyncEnumerable<int> source, int n) { switch (n) { case 1: var e = source.[|GetAsyncEnumerator|](); await e.MoveNextAsync(); break; } }")]
    [InlineData("async Task M(IAsyncEnumerable<int> source) { IAsyncEnumerator<int> e = source.[|GetAsyncEnumerator|](), f = null!; await e.MoveNextAsync(); }")]
    public Task Enumerator_without_a_fix(string member) => Verify.ReportsAsync($"class C {{ {member} }}");

    [Theory]
    [InlineData("await using var e = source.GetAsyncEnumerator(); await e.MoveNextAsync();")]
    [InlineData("var e = source.GetAsyncEnumerator(); await using (e) { await e.MoveNextAsync(); }")]
    [InlineData("var e = source.GetAsyncEnumerator(); try { await e.MoveNextAsync(); } finally { await e.DisposeAsync(); }")]
    [InlineData("var e = source.GetAsyncEnumerator(); await e.MoveNextAsync(); if (token.CanBeCanceled) await e.DisposeAsync();")]
    [InlineData("var e = source.GetAsyncEnumerator(); await e.MoveNextAsync(); Keep(e);")]
    [InlineData("var e = source.GetAsyncEnumerator(); await e.MoveNextAsync(); kept = e;")]
    [InlineData("var e = source.GetAsyncEnumerator(); await e.MoveNextAsync(); object o = e;")]
    [InlineData("var e = source.GetAsyncEnumerator(); Func<Task> later = async () => await e.MoveNextAsync(); await e.MoveNextAsync();")]
    [InlineData("var e = source.GetAsyncEnumerator();")]
    [InlineData("kept = source.GetAsyncEnumerator(); await kept.MoveNextAsync();")]
    [InlineData("Keep(source.GetAsyncEnumerator());")]
    [InlineData("var e = NoCleanup().GetAsyncEnumerator(); await e.MoveNextAsync();")]
    [InlineData("var e = Patterned.Get().GetAsyncEnumerator(); await e.MoveNextAsync();")]
    [InlineData("var e = new[] { 1 }.GetEnumerator(); e.MoveNext();")]
    [InlineData("var e = new List<int>().GetEnumerator(); e.MoveNext();")]
    public Task Enumerator_that_is_disposed_or_goes_on(string body) => Verify.SilentAsync(InMethod(body));

    [Fact]
    public Task Enumerator_that_is_returned() => Verify.SilentAsync("""
        class C : IAsyncEnumerable<int>
        {
            IAsyncEnumerable<int> inner = null!;
            public IAsyncEnumerator<int> GetAsyncEnumerator(CancellationToken token = default) => inner.GetAsyncEnumerator(token);
            async Task<IAsyncEnumerator<int>> M() { var e = inner.GetAsyncEnumerator(); await e.MoveNextAsync(); return e; }
        }
        """);

    // ---- the compiler ----

    [Fact]
    public Task The_fix_serves_CS8425() => VerifyCompiler.FixesAsync("""
        using System.IO;

        class C
        {
            // c
            public async IAsyncEnumerable<int> {|CS8425:ReadAsync|}(int n, CancellationToken token = default)
            {
                await Task.Delay(n, token);
                yield return 1;
                await foreach (int i in Inner(n).WithCancellation(token)) { }
                static async IAsyncEnumerable<int> {|CS8425:Inner|}(int n, CancellationToken t = default) { await Task.Delay(n, t); yield return 1; }
            }
        }
        """, """
        using System.IO;
        using System.Runtime.CompilerServices;

        class C
        {
            // c
            public async IAsyncEnumerable<int> ReadAsync(int n, [EnumeratorCancellation] CancellationToken token = default)
            {
                await Task.Delay(n, token);
                yield return 1;
                await foreach (int i in Inner(n).WithCancellation(token)) { }
                static async IAsyncEnumerable<int> Inner(int n, [EnumeratorCancellation] CancellationToken t = default) { await Task.Delay(n, t); yield return 1; }
            }
        }
        """, configure: test => test.CompilerDiagnostics = CompilerDiagnostics.Warnings);

    [Theory]
    [InlineData("class C { async IAsyncEnumerable<int> M(CancellationToken a = default) { await Task.Delay(1, a); yield return 1; } }")]
    [InlineData("class C { async Task M(IAsyncEnumerable<int> s, CancellationToken t) { await foreach (int i in s.{|CS1061:WithCancelation|}(t)) { } } }")]
    [InlineData("class IAsyncEnumerable { public void GetAsyncEnumerator() { } void M() { this.GetAsyncEnumerator(); GetAsyncEnumerator(); Func<int> f = nameof(GetAsyncEnumerator).GetHashCode; } }")]
    [InlineData("class C { void WithCancellation(CancellationToken t) { } void M(CancellationToken t) { WithCancellation(t); this.WithCancellation(t); } }")]
    public Task Look_alikes_and_what_the_compiler_says(string source) => Verify.SilentAsync(source);

    /// <summary>The sequences that the iterator goes through have been made with the token: they end it.</summary>
    [Theory]
    [InlineData("var one = Get(token); await foreach (int i in Merge(one, Get(token)).WithCancellation({|#0:token|})) { }", DiagnosticSeverity.Info)]
    [InlineData("var one = Get(default); await foreach (int i in Merge(one, Get(token)).WithCancellation({|#0:token|})) { }", DiagnosticSeverity.Warning)]
    [InlineData("await foreach (int i in Ticks().WithCancellation({|#0:token|})) { }", DiagnosticSeverity.Warning)]
    public Task Sources_have_the_token(string body, DiagnosticSeverity severity) => Verify.SilentAsync($$"""
        class C
        {
            async Task M(CancellationToken token) { {{body}} }
            static async IAsyncEnumerable<int> Get([EnumeratorCancellation] CancellationToken token = default) { await Task.Delay(1, token); yield return 1; }
            static async IAsyncEnumerable<int> Merge(IAsyncEnumerable<int> a, IAsyncEnumerable<int> b) { await foreach (int i in a) { yield return i; } await foreach (int i in b) { yield return i; } }
            static async IAsyncEnumerable<int> Ticks() { await Task.Delay(1000); yield return 1; }
        }
        """, configure: test =>
        {
            test.TestState.Sources.Add("global using System.Runtime.CompilerServices;");
            test.TestState.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC5006", severity).WithLocation(0)
                .WithOptions(DiagnosticOptions.IgnoreAdditionalLocations));
        });

    private static string InMethod(string body) => $$"""
        #pragma warning disable CS8425 // tested by itself
        using System.Runtime.CompilerServices;
        using System.Threading.Channels;

        class C
        {
            IAsyncEnumerable<int> field = null!;
            IAsyncEnumerator<int> kept = null!;
            readonly Channel<int> channel = Channel.CreateUnbounded<int>();
            readonly Channel<int> completed = Channel.CreateUnbounded<int>();

            async Task M(IAsyncEnumerable<int> source, Other other, Context context, CancellationToken token)
            {
                {{body}}
            }

            async IAsyncEnumerable<int> Marked([EnumeratorCancellation] CancellationToken t = default) { try { await Task.Delay(1, t); yield return 1; } finally { Console.Write(1); } }
            async IAsyncEnumerable<(int, int)> Pairs(int n, [EnumeratorCancellation] CancellationToken t = default) { await Task.Delay(n, t); yield return (1, 2); }
            async IAsyncEnumerable<int> Optional(string text = "", [EnumeratorCancellation] CancellationToken token = default) { await Task.Delay(1, token); yield return 1; }
            async IAsyncEnumerable<int> Unmarked(CancellationToken t = default) { await Task.Delay(1, t); yield return 1; }
            IAsyncEnumerable<int> Wrapped(CancellationToken t = default) => Marked(t);
            IAsyncEnumerable<int> Overloaded(int n) => Overloaded(n, CancellationToken.None);
            async IAsyncEnumerable<int> Overloaded(int n, [EnumeratorCancellation] CancellationToken t) { await foreach (int i in Marked(t)) { yield return n; } }
            async IAsyncEnumerable<T> Generic<T>([EnumeratorCancellation] CancellationToken t = default) { await Task.Delay(1, t); yield return default!; }
            async IAsyncEnumerable<int> Checks([EnumeratorCancellation] CancellationToken t = default) { await Task.Yield(); t.ThrowIfCancellationRequested(); yield return 1; }
            async IAsyncEnumerable<int> Without() { await Task.Delay(1); yield return 1; }
            async IAsyncEnumerable<int> NoWait() { yield return 1; }
            IAsyncEnumerable<int> WrappedWithout() { return Without(); }
            async IAsyncEnumerable<int> NoCleanup([EnumeratorCancellation] CancellationToken t = default) { await Task.Delay(1, t); yield return 1; }
            IAsyncEnumerable<int> With(Context context) => context.Items;
            void Keep(IAsyncEnumerator<int> e) { }
        }

        class Context
        {
            public Context(CancellationToken token) => Token = token;
            public CancellationToken Token { get; }
            public IAsyncEnumerable<int> Items => null!;
        }

        abstract class Base
        {
            public abstract IAsyncEnumerable<int> Get();
            public abstract IAsyncEnumerable<int> Get2(Func<CancellationToken> token);
            public abstract IAsyncEnumerable<int> Fetch(CancellationToken cancellationToken = default);
        }

        class Other : Base
        {
            public Other(CancellationToken token) { }
            public IAsyncEnumerable<int> Items => null!;
            public override IAsyncEnumerable<int> Get() => null!;
            public override IAsyncEnumerable<int> Get2(Func<CancellationToken> token) => null!;
            public override IAsyncEnumerable<int> Fetch(CancellationToken cancellationToken = default) => null!;
        }

        static class Extensions
        {
            public static async IAsyncEnumerable<int> Extended(this object o, int n, [EnumeratorCancellation] CancellationToken t = default) { await Task.Delay(n, t); yield return 1; }
            public static async IAsyncEnumerable<int> Select2(this IAsyncEnumerable<int> source, Func<int, int> selector) { await foreach (int i in source) { yield return selector(i); } }
        }

        class Patterned
        {
            public static Patterned Get() => new();
            public Enumerator GetAsyncEnumerator(CancellationToken token = default) => new();
            public void WithCancellation(CancellationToken token) { }
            public class Enumerator
            {
                public int Current => 1;
                public async Task<bool> MoveNextAsync() { await Task.Yield(); return false; }
            }
        }
        """;
}

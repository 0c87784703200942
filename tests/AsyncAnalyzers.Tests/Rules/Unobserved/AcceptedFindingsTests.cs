using Xunit;
using VerifyCall = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Blocking.ASYNC1004SynchronousCallInAsyncAnalyzer,
    Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;
using VerifyDelegate = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2003AsyncVoidDelegateAnalyzer,
    Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;
using VerifyDropped = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2001UnawaitedTaskAnalyzer,
    Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;
using VerifyMethod = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Unobserved.ASYNC2002AsyncVoidMethodAnalyzer,
    Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;

namespace AsyncAnalyzers.Tests.Rules.Unobserved;

/// <summary>What another tool was told to accept is accepted.</summary>
public class AcceptedFindingsTests
{
    [Fact]
    public Task Synchronous_calls() => VerifyCall.ReportsAsync("""
        class C
        {
            async Task M()
            {
                await Task.Yield();
                // ReSharper disable once MethodHasAsyncOverload - the asynchronous form is much slower here
                var a = File.ReadAllText("a");
        #pragma warning disable CA1849
                var b = File.ReadAllText("b");
        #pragma warning restore CA1849
                // ReSharper disable once UnusedVariable
                var c = [|File.ReadAllText("c")|];
            }
        }
        """);

    [Fact]
    public Task Async_void_methods() => VerifyMethod.ReportsAsync("""
        using System.Diagnostics.CodeAnalysis;
        class C
        {
            // ReSharper disable once AsyncVoidMethod
            async void A() { await Task.Delay(1); }

            /// <summary>Starts.</summary>
            // ReSharper disable once UnusedMember.Local, AsyncVoidMethod
            async void B() { await Task.Delay(1); }

        #pragma warning disable VSTHRD100 // the host has no other way
            async void D() { await Task.Delay(1); }
        #pragma warning restore VSTHRD100

            [SuppressMessage("Usage", "VSTHRD100:Avoid async void methods", Justification = "event")]
            async void E() { await Task.Delay(1); }

            void F()
            {
                // ReSharper disable once AsyncVoidMethod
                async void Local() { await Task.Delay(1); }
                Local();
            }

            // ReSharper disable once UnusedMember.Local
            async void [|G|]() { await Task.Delay(1); }

            [SuppressMessage("Usage", "VSTHRD110:Observe result")]
            async void [|H|]() { await Task.Delay(1); }
        }

        [SuppressMessage("Usage", "VSTHRD100")]
        class Handlers { async void A() { await Task.Delay(1); } }
        """);

    [Fact]
    public Task Async_void_lambdas_and_method_groups() => VerifyDelegate.ReportsAsync("""
        interface ISvc { Task SaveAsync(); }
        class C
        {
            readonly ISvc svc = null!;

            static void Run(Action work) => work();

            void M()
            {
                // ReSharper disable once AsyncVoidLambda
                Run(async () => await svc.SaveAsync());
        #pragma warning disable VSTHRD101
                Run(async () => await svc.SaveAsync());
        #pragma warning restore VSTHRD101
                Run([|async|] () => await svc.SaveAsync());
                Run(Accepted);
                Run([|Method|]);
            }

            // ReSharper disable once AsyncVoidMethod
            async void Accepted() { await svc.SaveAsync(); }

            async void Method() { await svc.SaveAsync(); }
        }
        """);

    [Fact]
    public Task Dropped_tasks() => VerifyDropped.ReportsAsync("""
        using System.Diagnostics.CodeAnalysis;
        interface ISvc { Task SaveAsync(); }
        class C
        {
            void A(ISvc svc)
            {
        #pragma warning disable VSTHRD110
                svc.SaveAsync();
        #pragma warning restore VSTHRD110
                [|svc.SaveAsync()|];
            }

            [SuppressMessage("Usage", "VSTHRD110:Observe result of async calls")]
            void B(ISvc svc) { svc.SaveAsync(); }
        }
        """);
}

namespace AsyncAnalyzers.Tests.Cases;

/// <summary>The public surface of libraries, as far as the cases use it, compiled to assemblies: in source, rules would look into them.</summary>
internal static class Library
{
    public static readonly Lazy<Task<MetadataReference>> AspNetCore = new(() => CompiledReference.FromSourceAsync("""
        #nullable disable
        namespace Microsoft.Extensions.Hosting
        {
            public interface IHostedService { Task StartAsync(CancellationToken cancellationToken); Task StopAsync(CancellationToken cancellationToken); }
            public abstract class BackgroundService : IHostedService
            {
                protected abstract Task ExecuteAsync(CancellationToken stoppingToken);
                public virtual Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
                public virtual Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
            }
            public interface IHostApplicationLifetime { CancellationToken ApplicationStopping { get; } }
        }
        namespace Microsoft.Extensions.DependencyInjection
        {
            public interface IServiceCollection { }
            public interface IServiceScope : IDisposable { IServiceProvider ServiceProvider { get; } }
            public interface IServiceScopeFactory { IServiceScope CreateScope(); }
            public struct AsyncServiceScope : IServiceScope, IAsyncDisposable
            {
                public IServiceProvider ServiceProvider => null;
                public void Dispose() { }
                public ValueTask DisposeAsync() => default;
            }
            public class ServiceCollection : IServiceCollection { }
            public sealed class ServiceProvider : IServiceProvider, IDisposable, IAsyncDisposable
            {
                public object GetService(Type type) => null;
                public void Dispose() { }
                public ValueTask DisposeAsync() => default;
            }
            public static class ServiceCollectionServiceExtensions
            {
                public static IServiceCollection AddSingleton<T>(this IServiceCollection services, Func<IServiceProvider, T> factory) where T : class => services;
                public static ServiceProvider BuildServiceProvider(this IServiceCollection services) => new();
            }
            public static class ServiceProviderServiceExtensions
            {
                public static T GetService<T>(this IServiceProvider provider) => default;
                public static IServiceScope CreateScope(this IServiceProvider provider) => null;
                public static AsyncServiceScope CreateAsyncScope(this IServiceProvider provider) => default;
                public static AsyncServiceScope CreateAsyncScope(this IServiceScopeFactory factory) => default;
            }
        }
        namespace Microsoft.AspNetCore.Http
        {
            public delegate Task RequestDelegate(HttpContext context);
            public abstract class HttpContext { public abstract HttpResponse Response { get; } public abstract HttpRequest Request { get; } }
            public abstract class HttpRequest { public abstract Stream Body { get; set; } }
            public abstract class HttpResponse { public abstract IDictionary<string, string> Headers { get; } }
            public static class HttpResponseWritingExtensions { public static Task WriteAsync(this HttpResponse response, string text, CancellationToken token = default) => Task.CompletedTask; }
            public interface IResult { }
            public static class Results { public static IResult Ok(object value = null) => null; }
            public static class RequestDelegateFactory { }
        }
        namespace Microsoft.AspNetCore.Routing { public interface IEndpointRouteBuilder { } }
        namespace Microsoft.AspNetCore.Builder
        {
            using Microsoft.AspNetCore.Http; using Microsoft.AspNetCore.Routing;
            public interface IApplicationBuilder { }
            public sealed class WebApplication : IApplicationBuilder, IEndpointRouteBuilder { }
            public static class UseExtensions
            {
                public static IApplicationBuilder Use(this IApplicationBuilder app, Func<HttpContext, Func<Task>, Task> middleware) => app;
                public static IApplicationBuilder Use(this IApplicationBuilder app, Func<HttpContext, RequestDelegate, Task> middleware) => app;
            }
            public static class RunExtensions { public static void Run(this IApplicationBuilder app, RequestDelegate handler) { } }
            public static class EndpointRouteBuilderExtensions
            {
                public static object MapGet(this IEndpointRouteBuilder endpoints, string pattern, RequestDelegate handler) => handler;
                public static object MapGet(this IEndpointRouteBuilder endpoints, string pattern, Delegate handler) => handler;
                public static object MapPost(this IEndpointRouteBuilder endpoints, string pattern, RequestDelegate handler) => handler;
                public static object MapPost(this IEndpointRouteBuilder endpoints, string pattern, Delegate handler) => handler;
            }
        }
        namespace Microsoft.AspNetCore.Mvc
        {
            public interface IActionResult { }
            public class FromServicesAttribute : Attribute { }
            public abstract class ControllerBase
            {
                public Microsoft.AspNetCore.Http.HttpContext HttpContext => null;
                public IActionResult Ok() => null;
                public virtual IActionResult Ok(object value) => null;
                public IActionResult Content(string text) => null;
            }
        }
        namespace Microsoft.AspNetCore.Components
        {
            public class ParameterAttribute : Attribute { }
            public struct EventCallback<T> { public Task InvokeAsync(T value) => Task.CompletedTask; }
            public abstract class ComponentBase
            {
                protected virtual void BuildRenderTree(Rendering.RenderTreeBuilder builder) { }
                protected void StateHasChanged() { }
                protected Task InvokeAsync(Action work) => Task.CompletedTask;
                protected Task InvokeAsync(Func<Task> work) => Task.CompletedTask;
                protected virtual void OnInitialized() { }
                protected virtual Task OnInitializedAsync() => Task.CompletedTask;
                protected virtual Task OnParametersSetAsync() => Task.CompletedTask;
                protected virtual void OnAfterRender(bool first) { }
            }
        }
        namespace Microsoft.AspNetCore.Components.Rendering { public sealed class RenderTreeBuilder { public void AddContent(int sequence, object content) { } } }
        """, "AspNetCore"));

    public static readonly Lazy<Task<MetadataReference>> EntityFramework = new(() => CompiledReference.FromSourceAsync("""
        #nullable disable
        namespace Microsoft.EntityFrameworkCore
        {
            using System.Linq.Expressions;
            public class DbContext : IDisposable, IAsyncDisposable
            {
                public int SaveChanges() => 0;
                public async Task<int> SaveChangesAsync(CancellationToken ct = default) { await Task.Delay(1, ct); return 0; }
                public DbSet<T> Set<T>() where T : class => null;
                public virtual void Dispose() { }
                public virtual ValueTask DisposeAsync() => default;
                public object Add(object o) => o;
                public Infrastructure.DatabaseFacade Database => null;
            }
            public abstract class DbSet<T> : IQueryable<T> where T : class
            {
                public abstract Type ElementType { get; } public abstract Expression Expression { get; } public abstract IQueryProvider Provider { get; }
                public abstract IEnumerator<T> GetEnumerator(); System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => null;
                public abstract ValueTask<T> FindAsync(params object[] keys);
                public abstract T Find(params object[] keys);
            }
            public static class EntityFrameworkQueryableExtensions
            {
                public static Task<List<T>> ToListAsync<T>(this IQueryable<T> q, CancellationToken ct = default) => null;
                public static Task<T> FirstOrDefaultAsync<T>(this IQueryable<T> q, Expression<Func<T, bool>> p, CancellationToken ct = default) => null;
                public static Task<T> FirstOrDefaultAsync<T>(this IQueryable<T> q, CancellationToken ct = default) => null;
                public static Task<int> CountAsync<T>(this IQueryable<T> q, CancellationToken ct = default) => null;
                public static Task<bool> AnyAsync<T>(this IQueryable<T> q, CancellationToken ct = default) => null;
                public static Task LoadAsync<T>(this IQueryable<T> q, CancellationToken ct = default) => null;
            }
        }
        namespace Microsoft.EntityFrameworkCore.Infrastructure { public class DatabaseFacade { public bool EnsureCreated() => true; public async Task<bool> EnsureCreatedAsync(CancellationToken ct = default) { await Task.Delay(1, ct); return true; } } }
        """, "EntityFramework"));

    public static readonly Lazy<Task<MetadataReference>> Polly = new(() => CompiledReference.FromSourceAsync("""
        #nullable disable
        namespace Polly
        {
            public abstract class Policy { public static PolicyBuilder Handle<T>() where T : Exception => new(); }
            public interface ISyncPolicy { void Execute(Action a); T Execute<T>(Func<T> f); }
            public interface IAsyncPolicy { Task ExecuteAsync(Func<Task> f); Task<T> ExecuteAsync<T>(Func<Task<T>> f); }
            public class RetryPolicy : ISyncPolicy { public void Execute(Action a) => a(); public T Execute<T>(Func<T> f) => f(); }
            public class AsyncRetryPolicy : IAsyncPolicy { public Task ExecuteAsync(Func<Task> f) => f(); public Task<T> ExecuteAsync<T>(Func<Task<T>> f) => f(); }
            public class PolicyBuilder
            {
                public RetryPolicy Retry(int n) => new(); public RetryPolicy WaitAndRetry(int n, Func<int, TimeSpan> s, Action<Exception, TimeSpan> onRetry) => new();
                public AsyncRetryPolicy RetryAsync(int n) => new(); public AsyncRetryPolicy RetryAsync(int n, Action<Exception, int> onRetry) => new(); public AsyncRetryPolicy WaitAndRetryAsync(int n, Func<int, TimeSpan> s, Action<Exception, TimeSpan> onRetry) => new();
            }
            public sealed class ResiliencePipeline { public void Execute(Action a) => a(); public T Execute<T>(Func<T> f) => f(); public ValueTask ExecuteAsync(Func<CancellationToken, ValueTask> f, CancellationToken ct = default) => f(ct); public ValueTask<T> ExecuteAsync<T>(Func<CancellationToken, ValueTask<T>> f, CancellationToken ct = default) => f(ct); }
        }
        """, "Polly"));

    public static readonly Lazy<Task<MetadataReference>> UniTask = new(() => CompiledReference.FromSourceAsync("""
        #nullable disable
        namespace Cysharp.Threading.Tasks
        {
            using System.Runtime.CompilerServices;
            [AsyncMethodBuilder(typeof(B))] public readonly struct UniTask { public Aw GetAwaiter() => default; public static UniTask Delay(int ms) => default; public static UniTask CompletedTask => default; public static UniTask WhenAll(params UniTask[] t) => default; public static UniTask NextFrame() => default; public static UniTask RunOnThreadPool(Action a) => default; public struct Aw : ICriticalNotifyCompletion { public bool IsCompleted => true; public void GetResult() { } public void OnCompleted(Action a) { } public void UnsafeOnCompleted(Action a) { } } }
            public struct B { public static B Create() => default; public UniTask Task => default; public void SetException(Exception e) { } public void SetResult() { } public void AwaitOnCompleted<A, S>(ref A a, ref S s) where A : INotifyCompletion where S : IAsyncStateMachine { } public void AwaitUnsafeOnCompleted<A, S>(ref A a, ref S s) where A : ICriticalNotifyCompletion where S : IAsyncStateMachine { } public void Start<S>(ref S s) where S : IAsyncStateMachine { } public void SetStateMachine(IAsyncStateMachine s) { } }
            [AsyncMethodBuilder(typeof(BV))] public readonly struct UniTaskVoid { public void Forget() { } }
            public struct BV { public static BV Create() => default; public UniTaskVoid Task => default; public void SetException(Exception e) { } public void SetResult() { } public void AwaitOnCompleted<A, S>(ref A a, ref S s) where A : INotifyCompletion where S : IAsyncStateMachine { } public void AwaitUnsafeOnCompleted<A, S>(ref A a, ref S s) where A : ICriticalNotifyCompletion where S : IAsyncStateMachine { } public void Start<S>(ref S s) where S : IAsyncStateMachine { } public void SetStateMachine(IAsyncStateMachine s) { } }
            public static class UniTaskExtensions { public static void Forget(this UniTask t) { } public static Task AsTask(this UniTask t) => null; }
        }
        namespace UnityEngine { public class Object { } public class MonoBehaviour : Object { } public static class Debug { public static void Log(object o) { } public static void LogException(Exception e) { } } }
        namespace UnityEngine { public static class Random { public static int Range(int a, int b) => a; } }
        """, "UniTask"));

    public static readonly Lazy<Task<MetadataReference>> WindowsForms = new(() => CompiledReference.FromSourceAsync("""
        #nullable disable
        namespace System.Windows.Forms { public class Timer { public int Interval; public event EventHandler Tick; public void Start() { } public void Stop() { } } public class Form { public Control Text1; } public class Control { public string Text; } public class Button : Control { public event EventHandler Click; } public static class MessageBox { public static void Show(string s) { } } }
        """, "WindowsForms"));

    public static readonly Lazy<Task<MetadataReference>> Xunit = new(() => CompiledReference.FromSourceAsync("""
        #nullable disable
        namespace Xunit { public class FactAttribute : Attribute { } public class TheoryAttribute : FactAttribute { } public class Assert { public static void Equal<T>(T a, T b) { } public static void True(bool b) { } public static T Throws<T>(Action a) where T : Exception => null; public static T Throws<T>(Func<object> a) where T : Exception => null; public static Task<T> ThrowsAsync<T>(Func<Task> a) where T : Exception => null; public static void NotNull(object o) { } public static void Null(object o) { } } public interface IAsyncLifetime { Task InitializeAsync(); Task DisposeAsync(); } public interface IClassFixture<T> { } }
        namespace Microsoft.VisualStudio.TestTools.UnitTesting { public class TestClassAttribute : Attribute { } public class TestMethodAttribute : Attribute { } public class TestInitializeAttribute : Attribute { } public class ClassCleanupAttribute : Attribute { } public class Assert { public static void AreEqual(object a, object b) { } public static void IsTrue(bool b) { } public static void ThrowsException<T>(Action a) { } public static Task ThrowsExceptionAsync<T>(Func<Task> a) => null; } }
        """, "Xunit"));
}

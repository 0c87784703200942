using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace AsyncAnalyzers.Semantics;

using static SyntaxFactory;

/// <summary>
/// The asynchronous method that does what a synchronous call does: it is called the same with <c>Async</c> behind the name, the same
/// arguments bind to it, its result fits where the call's result is used, and it does not come back to the caller.
/// </summary>
internal sealed class AsyncCounterpart
{
    /// <summary>Counterparts that are not called like the synchronous method.</summary>
    private static readonly Dictionary<(string Type, string Method), string> OddNames = new()
    {
        [("SmtpClient", "Send")] = "SendMailAsync",
        [("Ping", "Send")] = "SendPingAsync",
    };

    private static readonly ConditionalWeakTable<Compilation, ConcurrentDictionary<IMethodSymbol, bool>> Possible = new();

    /// <summary>What System.Net only describes addresses, headers and the like with.</summary>
    private static readonly HashSet<string> NetworkData = new(StringComparer.Ordinal)
    {
        "IPAddress", "IPEndPoint", "EndPoint", "DnsEndPoint", "UnixDomainSocketEndPoint", "SocketAddress", "IPNetwork", "PhysicalAddress",
        "Cookie", "CookieCollection", "CookieContainer", "WebUtility", "NetworkCredential", "CredentialCache", "WebHeaderCollection",
    };

    private AsyncCounterpart(IMethodSymbol method, INamedTypeSymbol? container, string? tokenName, bool isTokenNamed, bool isTokenRequired)
    {
        Method = method;
        Container = container;
        TokenName = tokenName;
        IsTokenNamed = isTokenNamed;
        IsTokenRequired = isTokenRequired;
    }

    /// <summary>The counterpart as the arguments bind to it.</summary>
    public IMethodSymbol Method { get; }

    /// <summary>The class of an extension method that the file does not import: the fix adds a using directive for its namespace.</summary>
    public INamedTypeSymbol? Container { get; }

    /// <summary>The parameter that takes a cancellation token which the call does not give yet; null where there is none.</summary>
    public string? TokenName { get; }

    /// <summary>The token must be written with its parameter's name: parameters that are left to their defaults stand before it.</summary>
    public bool IsTokenNamed { get; }

    /// <summary>The counterpart cannot be called without a token.</summary>
    public bool IsTokenRequired { get; }

    /// <summary>
    /// The counterpart of a call, whether or not the call stands in asynchronous code; null where there is none that is
    /// accessible here and does the same.
    /// </summary>
    /// <param name="call">The synchronous call.</param>
    /// <param name="method">What it calls.</param>
    /// <param name="model">The code's model.</param>
    /// <param name="withToken">
    /// Whether the place of a token is wanted too: a fix writes one, and to look for it is to bind once more.
    /// </param>
    public static AsyncCounterpart? Find(InvocationExpressionSyntax call, IMethodSymbol method, CodeModel model, bool withToken = true)
    {
        if (!Possible.GetValue(model.Compilation, static _
            => new(SymbolEqualityComparer.Default)).GetOrAdd(BlockingApis.DefinitionOf(method) as IMethodSymbol ?? method, definition
                => MayHaveCounterpart(definition, model.Types))
            || CounterpartCall.Of(call, method, model) is not { } plain
            // Whatever is behind these may as well be a string or the console.
            || plain.ReceiverType.Is(model.Types.TextReader) || plain.ReceiverType.Is(model.Types.TextWriter)
            // What is in memory waits for nobody, and the extension methods of all imports would be looked through.
            || (method.IsDeclaredIn(model.Types.Enumerable) && plain.ReceiverType is { } sequence && !QuerySource.IsQuery(sequence)))
        {
            return null;
        }

        foreach (string name in NamesFor(method))
        {
            if (!AwaitableNames.Of(model.Compilation).HasMethod(name))
            {
                continue;
            }

            ImmutableArray<IMethodSymbol> candidates = plain.ReceiverType is null
                || CounterpartMembers.Of(model.Compilation).MayHave(plain.ReceiverType, name)
                ? plain.Lookup(name)
                : ImmutableArray<IMethodSymbol>.Empty;
            INamedTypeSymbol? container = null;
            if (candidates.IsEmpty)
            {
                container = ContainerOf(name, plain, model.Types);
                candidates = container?.GetMembers(name).OfType<IMethodSymbol>().ToImmutableArray() ?? candidates;
            }

            // Binding is dear: the call would be bound under another name, with its lambdas.
            if (!candidates.Any(candidate => CounterpartFit.MayFit(candidate, plain)))
            {
                continue;
            }

            if (ApisWithoutCounterpart.Contains(method, plain.ReceiverType)
                || NothingToWaitFor.Is(plain, model.Types)
                || method.ReturnType.IsAwaitable(model, call.SpanStart)
                || InMemoryStreams.AreAllOf(call, plain.Receiver, model)
                || QuerySource.MayBeInMemory(plain.Receiver, model))
            {
                return null;
            }

            bool mayTakeToken = candidates.Any(candidate
                => candidate.Parameters.Any(parameter => parameter.Type.Is(model.Types.CancellationToken)));
            if (Bind(plain, name, container, mayTakeToken, withToken) is { } counterpart)
            {
                return counterpart;
            }
        }

        return null;
    }

    /// <summary>
    /// I/O of the framework: files, streams, sockets, HTTP, databases, pipes of processes, and what reads or writes a stream. What
    /// works in memory only is none.
    /// </summary>
    public static bool IsFrameworkIo(IMethodSymbol method)
    {
        IMethodSymbol definition = (method.ReducedFrom ?? method).OriginalDefinition;
        if (!definition.DeclaringSyntaxReferences.IsEmpty || definition.ContainingType is not { ContainingNamespace: { } space } type)
        {
            return false;
        }

        string name = space.ToDisplayString();
        return IsIn(name, "System.IO")
            ? type.Name is not ("MemoryStream" or "UnmanagedMemoryStream" or "StringReader" or "StringWriter" or "Path")
            : (IsIn(name, "System.Net") && !NetworkData.Contains(type.Name) && !IsIn(name, "System.Net.Http.Headers")
                    && !IsIn(name, "System.Net.Mime") && definition.Name is not ("Equals" or "GetHashCode" or "ToString"))
                || IsIn(name, "System.Data")
                || IsIn(name, "Microsoft.Data")
                || IsIn(name, "Microsoft.EntityFrameworkCore")
                || (name == "System.Diagnostics" && type.Name == "Process")
                || ((IsIn(name, "System") || IsIn(name, "Microsoft.AspNetCore") || IsIn(name, "Microsoft.Extensions"))
                    && definition.Parameters.Any(parameter => IsStream(parameter.Type)));

        static bool IsIn(string name, string parent)
            => name.StartsWith(parent, StringComparison.Ordinal) && (name.Length == parent.Length || name[parent.Length] == '.');

        static bool IsStream(ITypeSymbol parameter)
            => parameter is
            {
                Name: "Stream" or "TextReader" or "TextWriter",
                ContainingNamespace: { Name: "IO", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } }
            };
    }

    /// <summary>What can be said of a method without looking at a call of it.</summary>
    private static bool MayHaveCounterpart(IMethodSymbol method, KnownTypes types)
        => method.MethodKind is MethodKind.Ordinary or MethodKind.LocalFunction or MethodKind.ReducedExtension
            // async void comes back at its first await.
            && !method.IsAsync
            && !method.Name.EndsWith("Async", StringComparison.Ordinal)
            && !method.ReturnsByRef && !method.ReturnsByRefReadonly
            && method.ReturnType is { IsRefLikeType: false, Name: not "IAsyncEnumerable" }
            && !method.ReturnType.IsTaskLike(types)
            && method.Parameters.All(parameter => parameter.RefKind is RefKind.None or RefKind.In)
            && CounterpartBody.MayBlock(method)
            && !ApisWithoutCounterpart.Contains(method, null);

    private static IEnumerable<string> NamesFor(IMethodSymbol method)
    {
        if (OddNames.TryGetValue((method.ContainingType?.Name ?? string.Empty, method.Name), out string odd))
        {
            yield return odd;
        }

        yield return method.Name + "Async";
        yield return method.Name + "TaskAsync";
    }

    /// <summary>LINQ's operators have their counterparts with the provider of the query.</summary>
    private static INamedTypeSymbol? ContainerOf(string name, CounterpartCall call, KnownTypes types)
    {
        if (call.Receiver is not null
            && (call.Method.IsDeclaredIn(types.Enumerable) || call.Method.IsDeclaredIn(types.Queryable))
            && QuerySource.IsQuery(call.ReceiverType!))
        {
            foreach (INamedTypeSymbol container in types.QueryExtensions)
            {
                if (!container.GetMembers(name).IsEmpty)
                {
                    return container;
                }
            }
        }

        return null;
    }

    private static AsyncCounterpart? Bind(
        CounterpartCall call, string name, INamedTypeSymbol? container, bool mayTakeToken, bool withToken)
    {
        KnownTypes types = call.Model.Types;
        int next = call.Call.ArgumentList.Arguments.Count;
        bool givesToken = call.Method.Parameters.Any(given => given.Type.Is(types.CancellationToken) && call.Gives(given));
        IMethodSymbol? plain = Accepted(call.BindTo(name, container, token: null));
        IMethodSymbol? taker = givesToken || !mayTakeToken || (plain is not null && !withToken) ? null
            : Accepted(
                call.BindTo(name, container, Argument(DefaultExpression(ParseTypeName("global::System.Threading.CancellationToken")))));
        if (taker is not null
            && CounterpartFit.ParameterAt(taker, call, null, next) is { IsParams: false } parameter
            && parameter.Type.Is(types.CancellationToken))
        {
            return new AsyncCounterpart(plain
                ?? taker, container, parameter.Name, isTokenNamed: call.Call.ArgumentList.Arguments.Any(argument
                    => argument.NameColon is not null), isTokenRequired: plain is null);
        }

        return plain is null ? null
            : new AsyncCounterpart(plain, container, givesToken ? null : plain.Parameters.LastOrDefault(last
                => last.IsOptional && last.Type.Is(types.CancellationToken))?.Name, isTokenNamed: true, isTokenRequired: false);

        IMethodSymbol? Accepted(IMethodSymbol? candidate)
            => candidate is not null && CounterpartFit.Fits(candidate, call) ? candidate : null;
    }
}

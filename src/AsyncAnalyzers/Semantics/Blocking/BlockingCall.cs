namespace AsyncAnalyzers.Semantics;

/// <summary>A use of a <see cref="BlockingApi"/> that makes the thread wait where it stands, found by the name that is used.</summary>
internal sealed class BlockingCall
{
    private readonly ITypeSymbol? _handleOwner;

    private BlockingCall(
        BlockingApi api, ExpressionSyntax expression, ISymbol member, ITypeSymbol? receiverType, ITypeSymbol? handleOwner = null)
    {
        _handleOwner = handleOwner;
        Api = api;
        Expression = expression;
        Member = member;
        ReceiverType = receiverType;
    }

    public BlockingApi Api { get; }

    /// <summary>The whole call, or the access to a property; from the dot on where it stands behind <c>?.</c></summary>
    public ExpressionSyntax Expression { get; }

    /// <summary>The method or property that is used.</summary>
    public ISymbol Member { get; }

    /// <summary>What it is called on; null for static members and bare names.</summary>
    public ITypeSymbol? ReceiverType { get; }

    /// <summary>False where the thread that waits is the one that holds a lock afterwards, or may be.</summary>
    public bool MayMoveToAnotherThread(CodeModel model)
    {
        if (Api.IsThreadAffine || ReceiverType.IsOrDerivesFrom(model.Types.Mutex))
        {
            return false;
        }

        // A WaitHandle may be a Mutex, unless it is a property that hands out an event.
        return Member.ContainingType.Name != "WaitHandle" || Expression is not InvocationExpressionSyntax call
            || (Member.IsStatic
                ? call.ArgumentList.Arguments.Select(argument
                    => model.TypeOf(argument.Expression)).All(IsNoMutex)
                : ReceiverType?.Name != "WaitHandle"
                    || call.Expression is MemberAccessExpressionSyntax
                    {
                        Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "WaitHandle" or "AsyncWaitHandle" }
                    });

        bool IsNoMutex(ITypeSymbol? type) => type switch
        {
            IArrayTypeSymbol array => IsNoMutex(array.ElementType),
            null => false,
            _ => type.Name != "WaitHandle" && !type.IsOrDerivesFrom(model.Types.Mutex),
        };
    }

    /// <summary><c>token.WaitHandle.WaitOne(timeout)</c>: a delay that a cancellation ends.</summary>
    public bool IsForCancellation(KnownTypes types)
        => Member.Name == "WaitOne" && _handleOwner.Is(types.CancellationToken)
            && Expression is InvocationExpressionSyntax { ArgumentList.Arguments.Count: 1 };

    /// <summary>The type and the member, as a message shows them: <c>SemaphoreSlim.Wait</c>.</summary>
    public string Display(KnownTypes types)
        => (ReceiverType.IsOrDerivesFrom(types.Mutex) ? "Mutex" : Member.ContainingType.Name) + "." + Member.Name;

    /// <summary>The name of the method to await instead; null where there is none, or this framework lacks it.</summary>
    public string? ReplacementName
        => Api.Replacement is not { } replacement
            || (Api.Kind != BlockingApiKind.Listed && Member.ContainingType.GetMembers(replacement).IsEmpty) ? null
            : DocumentationIdPattern.TryParse(replacement, out DocumentationIdPattern? method, out _) ? method.MemberName
            : replacement;

    /// <summary>The syntax allows for a call that blocks: the cheap half of <see cref="Find"/>.</summary>
    public static bool MayBeAt(SimpleNameSyntax name, BlockingApis apis)
    {
        string text = name.Identifier.ValueText;
        if (apis.ListedNames.Contains(text))
        {
            return name.Parent is not (NameColonSyntax or QualifiedNameSyntax or VariableDeclarationSyntax);
        }

        if (text == "EndOfStream")
        {
            return name.Parent is MemberAccessExpressionSyntax or MemberBindingExpressionSyntax;
        }

        if (CallSyntax.InvocationOf(name) is not { ArgumentList.Arguments: var arguments })
        {
            return false;
        }

        // The common names are told apart by what stands around them: binding every Add and every Join is dear.
        return text switch
        {
            "Join" => arguments.Count <= 1,
            "Run" => JoinableTaskWait.MayBeRun(name, arguments),
            "Take" => arguments.Count == 0 || (arguments.Count == 1 && IsNamedLikeToken(arguments[0].Expression)),
            "TryTake" => arguments.Count >= 2,
            "TryAdd" => arguments.Count >= 2 && BoundedCollections.MayBeIn(name.SyntaxTree),
            "Add" => arguments.Count is 1 or 2 && BoundedCollections.MayBeIn(name.SyntaxTree),
            "For" or "ForEach" or "Invoke" => LastNameOf(CallSyntax.Receiver(name)) == "Parallel",
            "Read" or "ReadLine" or "ReadKey" => CallSyntax.Receiver(name) is not { } receiver || LastNameOf(receiver) == "Console",
            _ => apis.MayBlock(text),
        };
    }

    /// <summary>The call that the name makes; null where it binds to something else, or does not wait.</summary>
    public static BlockingCall? Find(SimpleNameSyntax name, BlockingApis apis, CodeModel model)
    {
        if (!MayBeAt(name, apis) || CallSyntax.IsInNameOf(name))
        {
            return null;
        }

        InvocationExpressionSyntax? invocation = CallSyntax.InvocationOf(name);
        if (name.Identifier.ValueText == BuiltInBlockingApis.ParallelQueryStart && invocation is not null)
        {
            return ParallelQueries.EndOf(invocation, model) is { } end
                ? EndOfQuery(end, apis, model)
                : null;
        }

        if (model.SymbolOf(name) is not { } member
            || !(member is IMethodSymbol ? invocation is not null : member is IPropertySymbol)
            || apis.Find(member) is not { } api)
        {
            return null;
        }

        ExpressionSyntax? receiver = CallSyntax.Receiver(name);
        return Waits(api, member, receiver, invocation, model)
            ? new BlockingCall(
                api,
                invocation ?? (name.Parent is MemberAccessExpressionSyntax access
                    && access.Name == name ? access : name.Parent as MemberBindingExpressionSyntax ?? (ExpressionSyntax)name),
                member,
                receiver is null || member.IsStatic ? null : model.TypeOf(receiver),
                receiver is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "WaitHandle", Expression: var owner }
                    ? model.TypeOf(owner)
                    : null)
            : null;
    }

    /// <summary>The call that was found there before: <paramref name="expression"/> is the <see cref="Expression"/> of it.</summary>
    public static BlockingCall? Of(ExpressionSyntax expression, BlockingApis apis, CodeModel model)
        => (expression is InvocationExpressionSyntax query ? EndOfQuery(query, apis, model) : null)
            ?? (NameIn(expression) is { } name ? Find(name, apis, model) : null);

    private static SimpleNameSyntax? NameIn(ExpressionSyntax expression) => expression switch
    {
        InvocationExpressionSyntax invocation => NameIn(invocation.Expression),
        MemberAccessExpressionSyntax access => access.Name,
        MemberBindingExpressionSyntax binding => binding.Name,
        _ => expression as SimpleNameSyntax,
    };

    private static BlockingCall? EndOfQuery(InvocationExpressionSyntax end, BlockingApis apis, CodeModel model)
        => CallSyntax.MethodOf(end, model) is { } method
            && method.IsDeclaredIn(model.Types.ParallelEnumerable)
            && apis.Find(method) is { } api
            ? new BlockingCall(api, end, method, null)
            : null;

    private static bool Waits(
        BlockingApi api,
        ISymbol member,
        ExpressionSyntax? receiver,
        InvocationExpressionSyntax? invocation,
        CodeModel model)
    {
        switch (api.Kind)
        {
            case BlockingApiKind.Sequence:
                return IsEnumerated(invocation!, model);
            case BlockingApiKind.Task:
                return receiver is null
                    || !CompletedTasks.Contains(CallSyntax.WithoutConfiguration(receiver), model);
            case BlockingApiKind.ParallelQuery or BlockingApiKind.Parallel or BlockingApiKind.Console or BlockingApiKind.Listed:
                return true;
        }

        if (invocation is null)
        {
            return member.Name != "EndOfStream" || receiver is null || !InMemoryStreams.IsInMemory(receiver, model);
        }

        ArgumentSyntax? timeout = TimeoutOf(invocation, (IMethodSymbol)member, model.Types);
        if ((timeout is not null && Durations.IsZero(timeout.Expression, model)) || CountedWait.Is(invocation))
        {
            return false;
        }

        return api.Kind switch
        {
            BlockingApiKind.TimedWait => timeout is not null,
            BlockingApiKind.BoundedAdd => (timeout is not null || member.Name == "Add")
                && receiver is not null
                && BoundedCollections.IsBounded(receiver, model),
            _ when member.Name == "WaitForExit" => !IsKnownToHaveExited(receiver, invocation),
            _ => member.Name != "Join" || receiver is null || !AskedAwaitables.Contain(receiver, invocation, model),
        };
    }

    /// <summary>The argument for a number of milliseconds or a TimeSpan.</summary>
    private static ArgumentSyntax? TimeoutOf(InvocationExpressionSyntax invocation, IMethodSymbol method, KnownTypes types)
    {
        SeparatedSyntaxList<ArgumentSyntax> arguments = invocation.ArgumentList.Arguments;
        // As it is declared: the item of a collection of numbers is no timeout.
        ImmutableArray<IParameterSymbol> parameters = method.OriginalDefinition.Parameters;
        for (int index = 0; index < arguments.Count; index++)
        {
            IParameterSymbol? parameter = arguments[index].NameColon is { Name.Identifier.ValueText: var name }
                ? parameters.FirstOrDefault(candidate => candidate.Name == name)
                : index < parameters.Length ? parameters[index] : null;
            if (parameter is not null && (parameter.Type.SpecialType == SpecialType.System_Int32 || parameter.Type.Is(types.TimeSpan)))
            {
                return arguments[index];
            }
        }

        return null;
    }

    /// <summary>The sequence is gone through here: by foreach, or by what LINQ makes of it.</summary>
    private static bool IsEnumerated(ExpressionSyntax sequence, CodeModel model)
    {
        ExpressionSyntax current = sequence;
        while (true)
        {
            switch (current.Parent)
            {
                case ParenthesizedExpressionSyntax or CastExpressionSyntax:
                    current = (ExpressionSyntax)current.Parent;
                    break;
                case ForEachStatementSyntax loop:
                    return loop.Expression == current;
                case MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call } access when access.Expression == current
                    && CallSyntax.MethodOf(call, model) is { } method && method.IsDeclaredIn(model.Types.Enumerable):
                    if (method.ReturnType.OriginalDefinition.SpecialType != SpecialType.System_Collections_Generic_IEnumerable_T)
                    {
                        return true;
                    }

                    current = call;
                    break;
                default:
                    return false;
            }
        }
    }

    /// <summary>After <c>await process.WaitForExitAsync()</c> the call only waits for the rest of the output.</summary>
    private static bool IsKnownToHaveExited(ExpressionSyntax? process, InvocationExpressionSyntax wait)
        => process is not null
            && FunctionSyntax.Enclosing(wait) is { } function
            && FunctionSyntax.OwnNodes((SyntaxNode?)FunctionSyntax.Body(function) ?? function).Any(node => node.Span.End <= wait.SpanStart
                && node is InvocationExpressionSyntax
                {
                    Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "WaitForExitAsync" } access
                }
                && SyntaxFactory.AreEquivalent(access.Expression, process));

    private static bool IsNamedLikeToken(ExpressionSyntax argument)
        => LastNameOf(argument) is { } name
            && (name.EndsWith("token", StringComparison.OrdinalIgnoreCase)
                || name.EndsWith("ct", StringComparison.OrdinalIgnoreCase)
                || name == "None");

    private static string? LastNameOf(ExpressionSyntax? expression) => expression switch
    {
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        _ => null,
    };
}

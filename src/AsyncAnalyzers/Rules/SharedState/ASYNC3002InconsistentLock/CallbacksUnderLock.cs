namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>
/// Functions of a type that run under its lock though they take none: what is called while the lock is held calls them back, or the type
/// itself calls a function under it that others may call too.
/// </summary>
internal sealed class CallbacksUnderLock(INamedTypeSymbol type, CodeModel model)
{
    /// <summary>Calls that run what they are given later, or elsewhere: the lock is not held then.</summary>
    private static readonly HashSet<string> Later = new(StringComparer.Ordinal)
    {
        "Post", "BeginInvoke", "InvokeAsync", "RunAsync", "Enqueue", "QueueUserWorkItem", "UnsafeQueueUserWorkItem", "Run", "StartNew",
        "ContinueWith", "Schedule", "ScheduleAsync", "Register", "UnsafeRegister", "Subscribe", "OnCompleted", "Timer", "Thread", "Task",
    };

    /// <summary>
    /// All that leads into the function is handed out under the lock: as a delegate, or with the object itself as an interface.
    /// </summary>
    public bool MayRun(SyntaxNode function, LockIdentity @lock)
    {
        bool isAny = false;
        foreach (IMethodSymbol entry in VisibleCallers.Of(function, model))
        {
            if (!IsHandedOut(entry, @lock) && !IsImplementedFor(entry, @lock))
            {
                return false;
            }

            isAny = true;
        }

        return isAny;
    }

    /// <summary>Code of the type calls the function on the same object under the lock.</summary>
    public bool IsCalledByOwner(SyntaxNode function, LockIdentity @lock)
        => FunctionSyntax.OutermostEnclosing(function) is MethodDeclarationSyntax method
            && SymbolOf(method) is { DeclaredAccessibility: not Accessibility.Private } symbol
            && Mentions(symbol.Name).Any(name => CallSyntax.InvocationOf(name) is not null
                && CallSyntax.Receiver(name) is null or ThisExpressionSyntax
                && IsHeldAt(name, @lock) && IsOf(name, symbol));

    /// <summary><c>_onData = OnData; … lock (_gate) { new Sender(_onData) }</c></summary>
    private bool IsHandedOut(IMethodSymbol entry, LockIdentity @lock)
    {
        foreach (SimpleNameSyntax name in Mentions(entry.Name))
        {
            if (CallSyntax.InvocationOf(name) is not null || CallSyntax.IsInNameOf(name) || !IsOf(name, entry))
            {
                continue;
            }

            ExpressionSyntax group = Writes.ExpressionOf(name);
            string? kept = CreatedFrom(group).Parent switch
            {
                AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } assignment
                    => OwnMember.NameOf(assignment.Left),
                EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax variable } => variable.Identifier.ValueText,
                _ => null,
            };
            if (kept is null ? group.Parent is ArgumentSyntax && !RunsLater(group) && IsHeldAt(group, @lock)
                : Mentions(kept).Any(mention => !Writes.IsWritten(Writes.ExpressionOf(mention)) && !RunsLater(Writes.ExpressionOf(mention))
                    && IsHeldAt(mention, @lock)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary><c>lock (_gate) { generator.Processors.Add(this); … }</c> for a member of the interface that is asked for there.</summary>
    private bool IsImplementedFor(IMethodSymbol entry, LockIdentity @lock)
    {
        ISymbol member = entry.AssociatedSymbol ?? entry;
        foreach (SyntaxReference part in type.DeclaringSyntaxReferences)
        {
            foreach (SyntaxNode node in part.GetSyntax(model.CancellationToken).Descendants())
            {
                if (node is ThisExpressionSyntax { Parent: ArgumentSyntax } @this && !RunsLater(@this) && IsHeldAt(node, @lock)
                    && model.In(node.SyntaxTree).GetTypeInfo(node).ConvertedType
                        is INamedTypeSymbol { TypeKind: TypeKind.Interface } asked
                    && asked.AllInterfaces.Insert(0, asked).SelectMany(static one => one.GetMembers()).Any(one
                        => SymbolEqualityComparer.Default.Equals(type.FindImplementationForInterfaceMember(one), member)))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary><c>_dispatcher.Post(_onItem)</c></summary>
    private static bool RunsLater(ExpressionSyntax given)
        => CreatedFrom(given).Parent is ArgumentSyntax { Parent.Parent: var taker } && taker switch
        {
            InvocationExpressionSyntax call => CallSyntax.CalledName(call) is { } name && Later.Contains(name),
            ObjectCreationExpressionSyntax creation => TypeNames.Of(creation.Type) is { } name && Later.Contains(name),
            _ => false,
        };

    /// <summary><c>new Action(M)</c> for <c>M</c>.</summary>
    private static ExpressionSyntax CreatedFrom(ExpressionSyntax group)
        => group.Parent is ArgumentSyntax
        {
            Parent: ArgumentListSyntax { Arguments.Count: 1, Parent: BaseObjectCreationExpressionSyntax creation }
        }
            ? creation
            : group;

    private IEnumerable<SimpleNameSyntax> Mentions(string name)
        => NameMentions.InType(type, name, model);

    private bool IsHeldAt(SyntaxNode place, LockIdentity @lock)
        => LockSets.At(place, model.In(place.SyntaxTree)) is var held
            && (held.HoldsUnknown || held.Locks.Any(one => one.Lock.Equals(@lock)));

    private bool IsOf(SimpleNameSyntax name, IMethodSymbol symbol)
        => model.In(name.SyntaxTree).GetSymbolInfo(name).Symbol is { } bound
            && SymbolEqualityComparer.Default.Equals(bound.OriginalDefinition, symbol.OriginalDefinition);

    private IMethodSymbol? SymbolOf(SyntaxNode function)
        => FunctionSyntax.SymbolOf(function, model.In(function.SyntaxTree));
}

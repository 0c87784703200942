namespace AsyncAnalyzers.Semantics;

/// <summary>
/// A plain update of a field that a call of <c>Interlocked</c> updates too, where the two may run at the same time: what the call writes
/// between the read and the write is lost.
/// </summary>
/// <param name="Node">The increment or assignment.</param>
/// <param name="State">The field.</param>
/// <param name="Read">Where the value is read: the node itself, or an earlier statement or condition.</param>
/// <param name="IsReset">The value is read first, and then set to a constant.</param>
/// <param name="Call">The call of Interlocked.</param>
/// <param name="Held">The locks that are held here, none of which is held around the call.</param>
/// <param name="IsCertain">
/// The call updates the value; false for one that only writes it, <c>Interlocked.Exchange(ref x, 0);</c>, and where a base class calls
/// both.
/// </param>
internal sealed record MixedUpdate(
    ExpressionSyntax Node, StatePath State, SyntaxNode Read, bool IsReset, InvocationExpressionSyntax Call, LockSet Held, bool IsCertain)
{
    /// <summary>Calls of one field that are looked at, and statements before a write that may read what it resets.</summary>
    private const int MostCalls = 50;
    private const int MostStatements = 3;

    /// <summary>The field as it is written.</summary>
    public ExpressionSyntax Target => TargetOf(Node)!;

    /// <summary>The mixed update that an increment or assignment is; null where it is none for certain.</summary>
    public static MixedUpdate? At(SyntaxNode node, CodeModel model)
    {
        if (TargetOf(node) is not { } target || InterlockedFields.NameOf(target) is not { } name
            || InterlockedFields.OutermostType(node) is not { } type
            || FunctionSyntax.Enclosing(node) is not { } function || FunctionSyntax.Body(function) is not { } body
            || InterlockedFields.Of(type, model) is not { Calls.Count: > 0 } fields)
        {
            return null;
        }

        InvocationExpressionSyntax[] calls = CallsOf(name, fields, type, model);
        if (calls.Length == 0
            || (Lossy(node, body) ?? Reset(node, target)) is not (SyntaxNode read, bool isReset)
            || StatePath.Of(target, model) is not { IsOfVariable: false, IsArrayElement: false } state
            || state.Holder is not IFieldSymbol field || IsOfCopy(state) || !LosesUpdates(node, read, isReset, field.Type)
            || IsOwned(node, function, isReset, field, model))
        {
            return null;
        }

        LockSet? held = null;
        MixedUpdate? besideWrite = null;
        bool? tellsOnlyIfAny = null;
        foreach (InvocationExpressionSyntax call in calls)
        {
            CodeModel own = model.In(call.SyntaxTree);
            if ((isReset && CallSyntax.CalledName(call) is "Exchange" or "CompareExchange")
                || CallSyntax.MethodOf(call, own)?.IsDeclaredIn(model.Types.Interlocked) != true
                || StatePath.Of(InterlockedFields.TargetOf(call), own)?.Equals(state) != true
                || IsInConstructorOf(call, field) || IsBefore(call, node, function))
            {
                continue;
            }

            held ??= LockSets.At(node, model);
            if (held.HoldsUnknown)
            {
                return null;
            }

            LockSet theirs = LockSets.At(call, own);
            if (!theirs.HoldsUnknown && !held.MayExclude(theirs))
            {
                bool isInLoop = JoinedLoops.Contain(call, own) && !JoinedLoops.Contain(node, model);
                if (isInLoop && JoinedLoops.AreOver(function, model))
                {
                    continue;
                }

                bool isWrite = IsPlainWrite(call) || isInLoop
                    || (tellsOnlyIfAny ??= InterlockedFields.TellOnlyIfAny(field, model))
                    || (IsTemplate(function) && FunctionSyntax.Enclosing(call) is { } other && IsTemplate(other));
                var found = new MixedUpdate((ExpressionSyntax)node, state, read, isReset, call, held, !isWrite);
                if (!isWrite)
                {
                    return found;
                }

                besideWrite ??= found;
            }
        }

        return besideWrite;
    }

    /// <summary>An <c>Exchange</c> whose result nobody takes: a write that other threads see, where few threads may write.</summary>
    private static bool IsPlainWrite(InvocationExpressionSyntax call)
        => CallSyntax.CalledName(call) == "Exchange" && call.Parent is ExpressionStatementSyntax or ArrowExpressionClauseSyntax
            or AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" } };

    /// <summary><c>protected override void Write(…)</c>: the base class calls it, and knows which of them run together.</summary>
    private static bool IsTemplate(SyntaxNode function)
        => function is MethodDeclarationSyntax method && method.Modifiers.Any(SyntaxKind.ProtectedKeyword)
            && method.Modifiers.Any(SyntaxKind.OverrideKeyword);

    /// <summary>A member of a struct changes whatever the struct is stored in, which may be a local of its caller.</summary>
    private static bool IsOfCopy(StatePath state) => state.Root is { IsStatic: false, ContainingType.IsValueType: true };

    private static ExpressionSyntax? TargetOf(SyntaxNode node) => node switch
    {
        AssignmentExpressionSyntax assignment => assignment.Left,
        PrefixUnaryExpressionSyntax step => step.Operand,
        PostfixUnaryExpressionSyntax step => step.Operand,
        _ => null,
    };

    /// <summary>The calls in all declarations of the type, as far as one is in this one.</summary>
    private static InvocationExpressionSyntax[] CallsOf(string name, InterlockedFields fields, TypeDeclarationSyntax type, CodeModel model)
    {
        IEnumerable<InvocationExpressionSyntax> calls = fields.Calls[name];
        if (type.Modifiers.Any(SyntaxKind.PartialKeyword) && model.GetDeclaredSymbol(type) is { } symbol)
        {
            calls = calls.Concat(symbol.Parts(model.CancellationToken)
                .OfType<TypeDeclarationSyntax>().Where(part => part != type)
                .SelectMany(part => InterlockedFields.Of(part, model).Calls[name]));
        }

        return calls.Take(MostCalls).ToArray();
    }

    private static (SyntaxNode Read, bool IsReset)? Lossy(SyntaxNode node, SyntaxNode body)
        => StateUpdate.At(node, body) is
        {
            Form: UpdateForm.Step or UpdateForm.Compound or UpdateForm.Recomputed or UpdateForm.ReadThenWrite
        } update
            ? (update.Read, false)
            : null;

    /// <summary><c>var n = _count; _count = 0;</c>: what is counted between the two is in no result.</summary>
    private static (SyntaxNode Read, bool IsReset)? Reset(SyntaxNode node, ExpressionSyntax target)
    {
        if (node is not AssignmentExpressionSyntax
            {
                RawKind: (int)SyntaxKind.SimpleAssignmentExpression,
                Right: LiteralExpressionSyntax { RawKind: (int)SyntaxKind.NumericLiteralExpression },
                Parent: ExpressionStatementSyntax { Parent: BlockSyntax block } statement,
            })
        {
            return null;
        }

        int last = block.Statements.IndexOf(statement);
        for (int index = last - 1; index >= 0 && index >= last - MostStatements; index--)
        {
            SyntaxNode? read = block.Statements[index] is LocalDeclarationStatementSyntax or ExpressionStatementSyntax
                ? block.Statements[index].Descendants(static inner => !FunctionSyntax.IsFunction(inner))
                    .FirstOrDefault(part => part is ExpressionSyntax mention && IsSame(mention, target))
                : null;
            if (read is ExpressionSyntax found)
            {
                return Writes.AccessOf(found) == AccessKind.Read && !IsTold(found) ? (found, true) : null;
            }
        }

        return null;
    }

    /// <summary>The value is written to a log, shown or asserted: nobody counts with it.</summary>
    private static bool IsTold(ExpressionSyntax read)
        => read.Ancestors().TakeWhile(static ancestor => ancestor is not StatementSyntax).Any(static ancestor
            => ancestor is InterpolationSyntax || (ancestor is InvocationExpressionSyntax call && CallSyntax.CalledName(call) is { } name
                && (name.StartsWith("Log", StringComparison.Ordinal) || name.StartsWith("Write", StringComparison.Ordinal)
                || name.StartsWith("Should", StringComparison.Ordinal)
                || name is "Debug" or "Trace" or "Info" or "Information" or "Warn" or "Warning" or "Error" or "Verbose" or "Print"
                or "Assert" || IsOfAssert(call.Expression))));

    private static bool IsOfAssert(ExpressionSyntax called)
        => called is MemberAccessExpressionSyntax { Expression: var type } && (type switch
        {
            SimpleNameSyntax name => name,
            MemberAccessExpressionSyntax access => access.Name,
            _ => null,
        })?.Identifier.ValueText.EndsWith("Assert", StringComparison.Ordinal) == true;

    private static bool IsSame(ExpressionSyntax mention, ExpressionSyntax target)
        => mention.RawKind == target.RawKind && SyntaxFactory.AreEquivalent(mention, target)
            && !(mention.Parent is MemberAccessExpressionSyntax access && access.Name == mention);

    /// <summary>What is written depends on what was read, so that it matters what came between.</summary>
    private static bool LosesUpdates(SyntaxNode node, SyntaxNode read, bool isReset, ITypeSymbol type)
    {
        if (type.IsValueType)
        {
            return type.SpecialType is >= SpecialType.System_Boolean and <= SpecialType.System_Double
                or SpecialType.System_IntPtr or SpecialType.System_UIntPtr || type.TypeKind == TypeKind.Enum;
        }

        return !isReset && node is AssignmentExpressionSyntax assignment && read == node && (type.TypeKind == TypeKind.Delegate
            ? assignment.Kind() is SyntaxKind.AddAssignmentExpression or SyntaxKind.SubtractAssignmentExpression
            : assignment.IsKind(SyntaxKind.SimpleAssignmentExpression)
                && CallSyntax.WithoutCasts(assignment.Right) is (InvocationExpressionSyntax or MemberAccessExpressionSyntax) and var right
                && BeginsWith(right, assignment.Left));
    }

    /// <summary><c>_list.Add(x)</c> for <c>_list</c>.</summary>
    private static bool BeginsWith(ExpressionSyntax chain, ExpressionSyntax start)
    {
        for (ExpressionSyntax? current = chain; current is not null; current = current switch
        {
            InvocationExpressionSyntax call => call.Expression,
            MemberAccessExpressionSyntax access => access.Expression,
            PostfixUnaryExpressionSyntax postfix => postfix.Operand,
            _ => null,
        })
        {
            if (SyntaxFactory.AreEquivalent(current, start))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// One thread alone has the object: a constructor, a method that only constructors call, a reset at the end or beginning of its use.
    /// </summary>
    private static bool IsOwned(SyntaxNode node, SyntaxNode function, bool isReset, IFieldSymbol field, CodeModel model)
        => IsInConstructorOf(node, field)
            || (isReset && function is MethodDeclarationSyntax method && IsBeginningOrEnd(method.Identifier.ValueText))
            || (function is MethodDeclarationSyntax or LocalFunctionStatementSyntax
                && FunctionSyntax.SymbolOf(function, model) is { } symbol
                && CallersOf.Find(symbol, function, model) is { Count: 0 });

    private static bool IsBeginningOrEnd(string name)
        => name is "Dispose" or "DisposeAsync" or "DisposeCore" or "DisposeAsyncCore" or "Close" or "CloseAsync" or "Start" or "StartAsync"
            or "Stop" or "StopAsync" or "Reset" or "Initialize" or "InitializeAsync" or "Init" or "SetUp" or "Setup" or "TearDown"
            or "Clear";

    private static bool IsInConstructorOf(SyntaxNode node, IFieldSymbol field)
        => FunctionSyntax.Enclosing(node) switch
        {
            null => true,
            ConstructorDeclarationSyntax constructor
                => !field.IsStatic || constructor.Modifiers.Any(SyntaxKind.StaticKeyword),
            _ => false,
        };

    /// <summary>The call is in work that the same member starts: what is around that begins before it, or waits for its end.</summary>
    private static bool IsBefore(SyntaxNode call, SyntaxNode node, SyntaxNode function)
        => FunctionSyntax.Enclosing(call) is { } inner && inner != function && function.Span.Contains(inner.Span)
            && node.SyntaxTree == call.SyntaxTree;
}

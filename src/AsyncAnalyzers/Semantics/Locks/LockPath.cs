using System.Runtime.CompilerServices;

namespace AsyncAnalyzers.Semantics;

/// <summary>The path to an object that is used as a lock.</summary>
/// <param name="Path">Equal paths lead to the same object, as far as nothing on them is written: that over-approximates.</param>
/// <param name="Text">As a reader would write it.</param>
/// <param name="Origin">
/// What the object is: <c>this</c>, a type, a text, or the variable or member that is set to an object made for it and to nothing else.
/// Null where it may be any object.
/// </param>
internal sealed record LockPath(AccessPath Path, string Text, object? Origin)
{
    private const int MaximumDepth = 4;

    private static readonly LockPath This = new(AccessPath.This, "this", AccessPath.This);
    private static readonly ConditionalWeakTable<SyntaxNode, ILookup<string, ExpressionSyntax>> Writers = new();

    /// <summary>The path to what a monitor is taken on where a type is.</summary>
    public static LockPath OfType(ITypeSymbol type)
        => new(AccessPath.Of(type), "typeof(" + type.Name + ")", type is INamedTypeSymbol { IsGenericType: false } ? type : null);

    public static LockPath OfThis() => This;

    /// <summary>The expression makes a new object each time: holding a lock on it keeps nobody out.</summary>
    public static bool IsNewObject(ExpressionSyntax expression, CodeModel model)
    {
        expression = CallSyntax.WithoutCasts(expression);
        return expression is BaseObjectCreationExpressionSyntax
            || model.TypeOf(expression) is { IsValueType: true };
    }

    /// <summary>Null where the expression may lead to another object each time.</summary>
    public static LockPath? Of(ExpressionSyntax expression, CodeModel model)
        => Of(expression, model, 0);

    /// <summary>The only objects that a variable or member is set to; null where it may be set to others, or out of sight.</summary>
    public static IReadOnlyList<ExpressionSyntax>? CreationsOf(ISymbol symbol, CancellationToken cancellationToken)
    {
        if (symbol.FirstSyntax(cancellationToken) is not { } declaration
            || (symbol is IFieldSymbol { IsReadOnly: false } or IPropertySymbol { SetMethod: not null }
                && symbol.DeclaredAccessibility != Accessibility.Private))
        {
            return null;
        }

        var values = new List<ExpressionSyntax>();
        ExpressionSyntax? initial = declaration switch
        {
            VariableDeclaratorSyntax variable => variable.Initializer?.Value,
            PropertyDeclarationSyntax property => property.Initializer?.Value,
            _ => null,
        };
        if (initial is not null)
        {
            values.Add(initial);
        }

        IEnumerable<SyntaxNode> scopes = symbol is ILocalSymbol
            ? new[] { FunctionSyntax.Enclosing(declaration) is { } function ? FunctionSyntax.OutermostEnclosing(function) : declaration }
            : symbol.ContainingType.Parts(cancellationToken);
        foreach (ExpressionSyntax written in scopes.SelectMany(scope => Writers.GetValue(scope, FindWritten)[symbol.Name]))
        {
            ExpressionSyntax target = CallSyntax.WithCasts(written);
            if (target.Parent is not AssignmentExpressionSyntax assignment || assignment.Left != target
                || !(assignment.IsKind(SyntaxKind.SimpleAssignmentExpression)
                    || assignment.IsKind(SyntaxKind.CoalesceAssignmentExpression)))
            {
                return null;
            }

            values.Add(assignment.Right);
        }

        return values.Count > 0 && values.TrueForAll(static value => CallSyntax.WithoutCasts(value) is BaseObjectCreationExpressionSyntax)
            ? values
            : null;
    }

    private static ILookup<string, ExpressionSyntax> FindWritten(SyntaxNode scope)
        => scope.Descendants().OfType<IdentifierNameSyntax>()
            .Select(static name => (Name: name.Identifier.ValueText, Target: Writes.ExpressionOf(name)))
            .Where(static one => Writes.IsWritten(one.Target) && !Writes.IsOfInitializedObject(one.Target)
                && !IsReadByReference(one.Target))
            .ToLookup(static one => one.Name, static one => one.Target, StringComparer.Ordinal);

    /// <summary><c>Volatile.Read(ref _gate)</c>.</summary>
    private static bool IsReadByReference(ExpressionSyntax target)
        => target.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call } && CallSyntax.CalledName(call) == "Read";

    private static LockPath? Of(ExpressionSyntax expression, CodeModel model, int depth)
    {
        if (depth > MaximumDepth)
        {
            return null;
        }

        expression = CallSyntax.WithoutCasts(expression);
        switch (expression)
        {
            case ThisExpressionSyntax or BaseExpressionSyntax:
                return This;
            case TypeOfExpressionSyntax { Type: var name }:
                return model.TypeOf(name) is { } type ? OfType(type) : null;
            case LiteralExpressionSyntax { Token.Value: string text }:
                return OfText(text);
            case ConditionalAccessExpressionSyntax access:
                return Of(access.WhenNotNull, model, depth + 1);
            case ElementAccessExpressionSyntax { ArgumentList.Arguments: { Count: 1 } arguments } element
                when model.GetConstantValue(arguments[0].Expression) is { HasValue: true, Value: { } index }
                    && model.TypeOf(element.Expression) is IArrayTypeSymbol:
                return Of(element.Expression, model, depth + 1) is { } array
                    ? new LockPath(array.Path.At(index, isOfDictionary: false), array.Text + "[" + index + "]", null)
                    : null;
            case SimpleNameSyntax:
                return OfSymbol(model.SymbolOf(expression), null, expression, model, depth);
            case MemberAccessExpressionSyntax { RawKind: (int)SyntaxKind.SimpleMemberAccessExpression } access:
                return OfSymbol(model.SymbolOf(access), access.Expression, expression, model, depth);
            case MemberBindingExpressionSyntax binding when CallSyntax.Receiver(binding.Name) is { } receiver:
                return OfSymbol(model.SymbolOf(binding), receiver, expression, model, depth);
            default:
                return null;
        }
    }

    private static LockPath OfText(string text) => new(AccessPath.Of(text), "\"" + text + "\"", text);

    private static LockPath? OfSymbol(ISymbol? symbol, ExpressionSyntax? receiver, ExpressionSyntax place, CodeModel model, int depth)
    {
        switch (symbol)
        {
            case IFieldSymbol { ConstantValue: string text }:
                return OfText(text);
            case ILocalSymbol { ConstantValue: string text }:
                return OfText(text);
            case ILocalSymbol local:
                return OfLocal(local, model, depth);
            case IParameterSymbol parameter when CapturedParameters.IsAt(place, parameter):
                return new LockPath(AccessPath.This.Member(parameter, AccessPath.Mutability.Own), "this." + parameter.Name, null);
            case IParameterSymbol parameter:
                return model.SyntaxOf(parameter)?.Parent?.Parent is { } function
                    && LocalAssignments.IsWritten(parameter.Name, function, model)
                    && parameter.Type.IsReferenceType
                        ? null
                        : new LockPath(AccessPath.Of(parameter), parameter.Name, null);
            case IFieldSymbol { IsStatic: true } or IPropertySymbol { IsStatic: true }:
                return OfGetter(symbol, model, depth)
                    ?? new LockPath(AccessPath.Of(symbol), symbol.ContainingType.Name + "." + symbol.Name,
                        OriginOf(symbol.OriginalDefinition, model.CancellationToken));
            case IFieldSymbol or IPropertySymbol { IsIndexer: false }:
                return (receiver is null ? This : Of(receiver, model, depth + 1)) is { } holder
                    ? OfMember(symbol, holder, model, depth)
                    : null;
            default:
                return null;
        }
    }

    private static LockPath? OfMember(ISymbol member, LockPath holder, CodeModel model, int depth)
    {
        if (OfGetter(member, model, depth) is { } inner)
        {
            return ReferenceEquals(holder, This) || !inner.Path.StartsWithThis ? inner
                : inner.Path.Rebased(AccessPath.This, holder.Path) is { } rebased
                    ? new LockPath(rebased, holder.Text + inner.Text.Substring("this".Length), inner.Origin)
                    : null;
        }

        ISymbol? origin = OriginOf(member.OriginalDefinition, model.CancellationToken);
        return member is IPropertySymbol { IsVirtual: true } or IPropertySymbol { IsAbstract: true } ? null
            : new LockPath(
                holder.Path.Member(
                    member.OriginalDefinition,
                    IsSetOnce(member, model.CancellationToken) ? AccessPath.Mutability.Fixed : AccessPath.Mutability.Own),
                holder.Text + "." + member.Name,
                origin);
    }

    /// <summary>A read-only field, a property of the same kind (<c>Store Store { get; }</c>), or what one object is made for.</summary>
    private static bool IsSetOnce(ISymbol member, CancellationToken cancellationToken)
        => member is IFieldSymbol { IsReadOnly: true } || CreationsOf(member.OriginalDefinition, cancellationToken) is { Count: 1 }
            || (member is IPropertySymbol { SetMethod: null or { IsInitOnly: true } }
                && member.FirstSyntax(cancellationToken)
                    is PropertyDeclarationSyntax { ExpressionBody: null, AccessorList.Accessors: var accessors }
                && accessors.All(static accessor => accessor.Body is null && accessor.ExpressionBody is null));

    /// <summary><c>object Gate => _gate;</c>.</summary>
    private static LockPath? OfGetter(ISymbol member, CodeModel model, int depth)
        => member is IPropertySymbol { GetMethod: { } getter, IsVirtual: false, IsOverride: false }
            && CalledSource.Of(getter, model) is { } source
            && FunctionSyntax.ReturnedBy(source.Body).Take(2).ToArray() is { Length: 1 } returned
            && !(source.Body is BlockSyntax { Statements.Count: > 1 })
                ? Of(returned[0], model.With(source.Model), depth + 1)
                : null;

    private static LockPath? OfLocal(ILocalSymbol local, CodeModel model, int depth)
    {
        if (model.SyntaxOf(local) is VariableDeclaratorSyntax declarator
            && local.Type.IsReferenceType)
        {
            if (LocalAssignments.OnlyValueOf(local, model) is not { } value)
            {
                // Set in several places; not at all where it is declared and used.
                return CreationsOf(local, model.CancellationToken) is { Count: 1 } && declarator.Initializer is null
                    ? new LockPath(AccessPath.Of(local), local.Name, local)
                    : null;
            }

            if (CallSyntax.WithoutCasts(value) is not BaseObjectCreationExpressionSyntax)
            {
                return Of(value, model, depth + 1) ?? new LockPath(AccessPath.Of(local), local.Name, null);
            }

            return new LockPath(AccessPath.Of(local), local.Name, local);
        }

        return new LockPath(AccessPath.Of(local), local.Name, local.Type.IsValueType && !local.IsRef ? local : null);
    }

    /// <summary>The member itself where each value that it is set to is made for it.</summary>
    private static ISymbol? OriginOf(ISymbol member, CancellationToken cancellationToken)
        => member switch
        {
            // A lock that is a struct is no other's.
            IFieldSymbol { Type.IsValueType: true } => member,
            _ => CreationsOf(member, cancellationToken) is null ? null : member,
        };
}
